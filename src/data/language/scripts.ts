/** Scripts that tell a language or a family of languages apart; Latin needs a closer look. */
const scripts = [
  ['Latin', /\p{sc=Latin}/u],
  ['Cyrillic', /\p{sc=Cyrillic}/u],
  ['Greek', /\p{sc=Greek}/u],
  ['Arabic', /\p{sc=Arabic}/u],
  ['Hebrew', /\p{sc=Hebrew}/u],
  ['Devanagari', /\p{sc=Devanagari}/u],
  ['Bengali', /\p{sc=Bengali}/u],
  ['Tamil', /\p{sc=Tamil}/u],
  ['Telugu', /\p{sc=Telugu}/u],
  ['Thai', /\p{sc=Thai}/u],
  ['Georgian', /\p{sc=Georgian}/u],
  ['Armenian', /\p{sc=Armenian}/u],
  ['Ethiopic', /\p{sc=Ethiopic}/u],
  ['Hangul', /\p{sc=Hangul}/u],
  ['Kana', /[\p{sc=Hiragana}\p{sc=Katakana}]/u],
  ['Han', /\p{sc=Han}/u],
] as const;

export type Script = (typeof scripts)[number][0];

/** Which script a code point's letter belongs to; null: none of these, or no letter. */
export function scriptOf(codePoint: number): Script | null {
  if (codePoint < classes.length) {
    let known = classes[codePoint] ?? 0;
    if (known === unknown) known = learnBlock(codePoint);
    return known === 0 ? null : (scripts[known - 1]?.[0] ?? null);
  }
  return codePoint >= 0x20000 && codePoint < 0x40000 ? 'Han' : null;
}

const unknown = 255;

/** Number of the script plus one of every character up to U+FFFF, as far as a text had one of its block. */
const classes = new Uint8Array(0x1_0000).fill(unknown);

/** note: all characters at once would take 60 ms of every start; most texts need a block or two of 256. @returns the class of this one */
function learnBlock(codePoint: number): number {
  const start = codePoint & ~0xff;
  for (let code = start; code < start + 0x100; code += 1) {
    const character = String.fromCharCode(code);
    const isLetter = code >= 0x41 && code < 0xd800;
    classes[code] = isLetter ? scripts.findIndex(([, pattern]) => pattern.test(character)) + 1 : 0;
  }
  return classes[codePoint] ?? 0;
}

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
  const known = table()[codePoint];
  if (known !== undefined) return known === 0 ? null : (scripts[known - 1]?.[0] ?? null);
  return codePoint >= 0x20000 && codePoint < 0x40000 ? 'Han' : null;
}

let classes: Uint8Array | null = null;

/** Number of the script plus one of every character up to U+FFFF; made once, in about 60 ms. */
function table(): Uint8Array {
  if (classes !== null) return classes;
  classes = new Uint8Array(0x1_0000);
  for (let code = 0x41; code < 0xd800; code += 1) {
    const character = String.fromCharCode(code);
    classes[code] = scripts.findIndex(([, pattern]) => pattern.test(character)) + 1;
  }
  return classes;
}

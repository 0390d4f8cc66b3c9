import type { EncodedToken, ModelTokenizer } from './modelTokenizer';

/** A token and the characters it stands for, in UTF-16 code units of the text; an empty range: none of them. */
export interface TokenSpan extends EncodedToken {
  readonly start: number;
  readonly end: number;
}

/**
 * Which characters each token of a text stands for. Tokenizers change a text before they cut it (case, accents, Unicode form,
 * white space), so the letters of tokens are followed through the text with both sides reduced to what such changes keep.
 */
export function tokenSpans(tokenizer: ModelTokenizer, text: string): readonly TokenSpan[] {
  const tokens = tokenizer.encode(text);
  const letters = lettersOf(text);
  const spans: TokenSpan[] = [];
  let at = 0; // in letters
  let behind = 0; // in the text
  const pending: number[] = [];
  for (const [index, { id, token }] of tokens.entries()) {
    if (token === tokenizer.unknown) {
      const end = tokenizer.isWordPiece
        ? wordEnd(text, letters, at)
        : unknownEnd(text, letters, at, nextLetters(tokenizer, tokens, index + 1));
      spans.push({
        id,
        token,
        start: letters.starts[at] ?? text.length,
        end: letters.ends[end - 1] ?? text.length,
      });
      behind = spans.at(-1)?.end ?? behind;
      at = end;
      continue;
    }
    const surface = surfaceOf(tokenizer, token, pending);
    if (surface === null) {
      // The first bytes of a character: it belongs to this token as well.
      spans.push({
        id,
        token,
        start: letters.starts[at] ?? text.length,
        end: letters.ends[at] ?? text.length,
      });
      continue;
    }
    const plain = plainOf(surface);
    if (plain === '' && pending.length > 0) {
      spans.push({ id, token, start: behind, end: letters.ends[at] ?? text.length });
      continue;
    }
    if (plain === '') {
      const end = spaceEnd(text, behind, surface.length);
      spans.push({ id, token, start: behind, end });
      behind = end;
      continue;
    }
    const found = letters.plain.startsWith(plain, at) ? at : letters.plain.indexOf(plain, at);
    if (found < 0 || found > at + furthest) {
      spans.push({ id, token, start: behind, end: behind });
      continue;
    }
    const first = letters.starts[found] ?? text.length;
    const end = letters.ends[found + plain.length - 1] ?? text.length;
    const isSpaced = /^\s/.test(surface) && text.slice(behind, first).trim() === '';
    spans.push({ id, token, start: isSpaced ? Math.min(behind, first) : first, end });
    behind = Math.max(behind, end);
    at = found + plain.length;
  }
  return spans;
}

/** Letters that a tokenizer may have dropped before the next token: control characters and the like. */
const furthest = 64;

interface Letters {
  /** The text without white space, accents and case. */
  readonly plain: string;
  /** For each of its characters, where the character of the text begins and ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

function lettersOf(text: string): Letters {
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let start = 0;
  for (const character of text) {
    const end = start + character.length;
    const plain = plainOf(character);
    starts.push(...new Array<number>(plain.length).fill(start));
    ends.push(...new Array<number>(plain.length).fill(end));
    // A mark belongs to the letter before it.
    if (plain === '' && ends.length > 0 && /\p{Mn}/u.test(character)) ends[ends.length - 1] = end;
    parts.push(plain);
    start = end;
  }
  return { plain: parts.join(''), starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

/** What is left of a text after all that tokenizers do to it. */
function plainOf(text: string): string {
  if (/^[!-@[-~]*$/.test(text)) return text; // printable ASCII without capitals
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\s\p{Mn}]/gu, '')
    .replaceAll('ς', 'σ');
}

/** The text of a token; null while bytes for a whole character are missing. */
function surfaceOf({ writing }: ModelTokenizer, token: string, pending: number[]): string | null {
  if (writing === 'pieces') {
    const byte = /^<0x([0-9A-F]{2})>$/.exec(token);
    if (byte !== null) return textOfBytes(pending, [Number.parseInt(byte[1] ?? '0', 16)]);
    pending.length = 0;
    return (token.startsWith('##') ? token.slice(2) : token)
      .replaceAll('▁', ' ')
      .replace(/<\/w>$/, '');
  }
  const bytes: number[] = [];
  for (const character of token) {
    const byte = byteOfLetter.get(character);
    if (byte === undefined) {
      pending.length = 0;
      return token; // a special token, written as it is
    }
    bytes.push(byte);
  }
  return textOfBytes(pending, bytes);
}

function textOfBytes(pending: number[], bytes: readonly number[]): string | null {
  pending.push(...bytes);
  const whole = wholeCharacters(pending);
  if (whole === 0) return null;
  const text = Buffer.from(pending.slice(0, whole)).toString();
  pending.splice(0, whole);
  return text;
}

/** How many of the bytes are whole characters of UTF-8. */
function wholeCharacters(bytes: readonly number[]): number {
  let lead = bytes.length - 1;
  while (lead > 0 && lead > bytes.length - 4 && ((bytes[lead] ?? 0) & 0xc0) === 0x80) lead -= 1;
  const first = bytes[lead] ?? 0;
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return lead + length <= bytes.length ? bytes.length : lead;
}

/** GPT-2's letters for bytes: printable ones for themselves, the others from U+0100 on. */
const byteOfLetter = new Map<string, number>();
let otherBytes = 0;
for (let byte = 0; byte < 256; byte += 1) {
  const isPrintable =
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;
  byteOfLetter.set(String.fromCharCode(isPrintable ? byte : 0x100 + otherBytes), byte);
  if (!isPrintable) otherBytes += 1;
}

/** The letters of the next token that is known: text up to there is unknown. */
function nextLetters(
  tokenizer: ModelTokenizer,
  tokens: readonly EncodedToken[],
  from: number,
): string {
  const next = tokens[from]?.token;
  if (next === undefined || next === tokenizer.unknown) return '';
  return plainOf(surfaceOf(tokenizer, next, []) ?? '');
}

/** Where unknown text ends, in letters: where the next token begins. */
function unknownEnd(text: string, letters: Letters, from: number, next: string): number {
  const found = next === '' ? -1 : letters.plain.indexOf(next, from + 1);
  return found < 0 ? wordEnd(text, letters, from) : found;
}

const separate = /[\p{P}$+<=>^`|~\p{sc=Han}]/u;

/** Where the word that begins with a letter ends, in letters, as BERT cuts words: ideographs and punctuation stand alone. */
function wordEnd(text: string, { plain, starts, ends }: Letters, from: number): number {
  const isAlone = separate.test(characterAt(text, starts[from]));
  let at = from + 1;
  while (at < plain.length) {
    if (starts[at] !== starts[at - 1]) {
      const isApart =
        (starts[at] ?? 0) > (ends[at - 1] ?? 0) && /\s/.test(text.slice(ends[at - 1], starts[at]));
      if (isAlone || isApart || separate.test(characterAt(text, starts[at]))) break;
    }
    at += 1;
  }
  return Math.min(at, plain.length);
}

function characterAt(text: string, at = 0): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function spaceEnd(text: string, from: number, most: number): number {
  let at = from;
  while (at < text.length && at < from + most && /[\s\u2581\u200b-\u200f]/.test(text[at] ?? ''))
    at += 1;
  return at;
}

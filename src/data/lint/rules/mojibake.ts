import { replaceRanges, type TextRange } from './textRange';

/** A broken place and what it was. */
export interface Mojibake extends TextRange {
  readonly repaired: string;
}

/** What Windows-1252 shows for the bytes 0x80 to 0x9f; blanks are bytes it leaves undefined. */
const windows1252 = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';

const byteOfCharacter = new Map<number, number>();
for (let byte = 0x80; byte <= 0xff; byte += 1) byteOfCharacter.set(byte, byte);
for (let at = 0; at < windows1252.length; at += 1) {
  if (windows1252[at] !== ' ') byteOfCharacter.set(windows1252.charCodeAt(at), 0x80 + at);
}

/** A lead byte and a continuation byte of UTF-8, both shown as characters. */
const suspicious = /[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;

/**
 * L-TXT-04: UTF-8 that was once read as Windows-1252 or Latin-1: places that give the very same bytes back and are valid UTF-8.
 * A text broken several times is repaired as often.
 */
export function findMojibake(text: string): readonly Mojibake[] {
  if (!suspicious.test(text)) return [];
  const found: Mojibake[] = [];
  for (let at = 0; at < text.length;) {
    const end = runEnd(text, at);
    if (end > at) found.push(...brokenPartsOf(text, { start: at, end }));
    at = end + 1;
  }
  return found;
}

const mostTimes = 8;

/** A text with all its mojibake repaired, as often as it was broken. */
export function repairMojibake(text: string): string {
  let repaired = text;
  for (let time = 0; time < mostTimes; time += 1) {
    const places = findMojibake(repaired);
    if (places.length === 0) break;
    repaired = replaceRanges(repaired, places, (place) => place.repaired);
  }
  return repaired;
}

/** Where characters that Windows-1252 has beyond ASCII stop. */
function runEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && byteOfCharacter.has(text.charCodeAt(at))) at += 1;
  return at;
}

/** Sequences that decode, those side by side as one. */
function brokenPartsOf(text: string, run: TextRange): readonly Mojibake[] {
  const parts: Mojibake[] = [];
  for (let at = run.start; at < run.end;) {
    const first = decodeAt(text, at, run.end);
    if (first === null) {
      at += 1;
      continue;
    }
    const sequences = [first];
    let end = first.end;
    for (let next = decodeAt(text, end, run.end); next !== null;) {
      sequences.push(next);
      end = next.end;
      next = decodeAt(text, end, run.end);
    }
    if (isPlausible(text, { start: at, end }, sequences)) {
      const once = sequences.map((each) => each.character).join('');
      parts.push({ start: at, end, repaired: repairMojibake(once) });
    }
    at = end;
  }
  return parts;
}

interface Sequence {
  readonly lead: number;
  readonly end: number;
  readonly character: string;
}

/** The character that the bytes from here are in UTF-8; null: they are none. */
function decodeAt(text: string, at: number, end: number): Sequence | null {
  const lead = at < end ? (byteOfCharacter.get(text.charCodeAt(at)) ?? 0) : 0;
  // note: ß before a closing quotation mark, as in „Spaß“, would be a letter of N’Ko.
  const length =
    lead < 0xc2 || lead > 0xf4 || lead === 0xdf ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (length === 0 || at + length > end) return null;
  let code = lead & (0xff >> (length + 1));
  for (let index = at + 1; index < at + length; index += 1) {
    const byte = byteOfCharacter.get(text.charCodeAt(index)) ?? 0;
    if (byte < 0x80 || byte > 0xbf) return null;
    code = (code << 6) | (byte & 0x3f);
  }
  const smallest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  if (code < smallest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return { lead, end: at + length, character: String.fromCodePoint(code) };
}

/** Quotation marks, dashes and the like, which also follow letters in sound text: „Spaß“, “VERTÚ”. */
const punctuation = /^[‘’“”‚„–—…‹›«»•™†‡ˆ˜‰\u00a0]/;

/**
 * Whether these bytes were UTF-8 rather than letters before a closing quotation mark. Latin and punctuation are broken one by
 * one, so a single place is enough where no sound text has it; other scripts are broken in whole words.
 */
function isPlausible(
  text: string,
  { start, end }: TextRange,
  sequences: readonly Sequence[],
): boolean {
  const lead = sequences[0]?.lead;
  if (sequences.length > 1) return true;
  const character = sequences[0]?.character ?? '';
  const second = text[start + 1] ?? '';
  const around = text.slice(end, end + 2) + text.slice(Math.max(0, start - 1), start);
  switch (lead) {
    case 0xc2:
      return character >= '\u00a0'; // below are controls
    case 0xc3:
      return !punctuation.test(second) || /^\p{L}/u.test(text.slice(end, end + 2));
    case 0xc4:
    case 0xc5: // Central European, between letters
      return !punctuation.test(second) && /^\p{L}|\p{L}$/u.test(around);
    case 0xe2:
      return '€„‚†ˆ‰‹˜™š›œžŸ'.includes(second) || /[\u0080-\u009f]/.test(second);
    case 0xef:
    case 0xf0:
      return true;
    case undefined:
    default:
      return false;
  }
}

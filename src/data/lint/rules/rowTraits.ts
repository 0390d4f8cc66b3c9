import type { LintedRow } from '../rule';
import { profanity, slurs } from './offensiveLexicon';

/** What may stand somewhere in a row's strings. One look at all of them spares most rules their own. */
export const trait = {
  /** Anything but what stands on an English keyboard. */
  odd: 1,
  /** Three spaces or four line breaks in a row, or white space at an end of a string. */
  stray: 2,
  digit: 4,
  at: 8,
  /** `{` or `<`. */
  bracket: 16,
  /** Four letters as words that offend begin with. */
  offensive: 32,
  /** `lore`, `todo` or `tbd`, in any case. */
  filler: 64,
} as const;

/** Traits of single characters, by their code. */
const ofCharacter = new Uint8Array(2 ** 16).fill(trait.odd);
for (let code = 32; code < 127; code += 1) ofCharacter[code] = 0;
for (const character of '\t\n\r') ofCharacter[character.charCodeAt(0)] = 0;
for (const character of '0123456789') ofCharacter[character.charCodeAt(0)] = trait.digit;
for (const character of '{<') ofCharacter[character.charCodeAt(0)] = trait.bracket;
ofCharacter['@'.charCodeAt(0)] = trait.at;

/**
 * Traits of four characters in a row, of which the lowest five bits count: capital and small letters are alike, and some other
 * characters with them, so that a trait may be seen where there is none.
 */
const ofFour = new Uint8Array(2 ** 20);
for (const word of [...slurs, ...profanity]) addFours(word.slice(0, 4), trait.offensive);
for (const word of ['lore', 'todo', 'tbd']) addFours(word, trait.filler);
for (const breaks of ['\n\n\n\n', '\r\n\r\n', '\n\r\n\n', '\n\n\r\n'])
  addFours(breaks, trait.stray);
for (let first = 0; first < 32; first += 1) ofFour[first << 15] = trait.stray; // any, and three spaces

/** Of three letters, whatever the fourth is. */
function addFours(text: string, bit: number): void {
  for (let last = 0; last < (text.length < 4 ? 32 : 1); last += 1) {
    let index = 0;
    for (const character of text) index = (index << 5) | (character.charCodeAt(0) & 31);
    if (text.length < 4) index = (index << 5) | last;
    ofFour[index] = (ofFour[index] ?? 0) | bit;
  }
}

/** A string's UTF-16 units: reading them from an array is faster than from the string. */
let units = new Uint16Array(16_384);
let bytes = Buffer.from(units.buffer);

let lastRow: LintedRow | null = null;
let lastTraits = 0;

/** Whether a row has one of these traits. Rules look at one row after the other, so those of the last one are kept. */
export function hasTrait(row: LintedRow, bits: number): boolean {
  if (row !== lastRow) {
    lastTraits = 0;
    for (const { text } of row.strings()) lastTraits |= traitsOf(text);
    lastRow = row;
  }
  return (lastTraits & bits) !== 0;
}

/** The traits of a text, as bits of `trait`. */
function traitsOf(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  if (units.length < length + 2) {
    units = new Uint16Array(2 * length + 2);
    bytes = Buffer.from(units.buffer);
  }
  bytes.write(text, 0, 'utf16le');
  units[length] = 0x2e;
  let traits = isEndStray(units[0] ?? 0) || isEndStray(units[length - 1] ?? 0) ? trait.stray : 0;
  // note: without branches, since what stands next in a text is never foreseen. One step more, for words of three letters.
  let four = 0xfffff;
  for (let at = 0; at <= length; at += 1) {
    const code = units[at] ?? 0;
    four = ((four << 5) | (code & 31)) & 0xfffff;
    traits |= (ofCharacter[code] ?? 0) | (ofFour[four] ?? 0);
  }
  return traits;
}

/** Beyond ASCII, white space is not told from other characters: the rule looks itself. */
function isEndStray(code: number): boolean {
  return code <= 32 || code >= 0xa0;
}

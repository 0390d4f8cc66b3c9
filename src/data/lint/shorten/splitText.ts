import { formatCount } from '../../../protocol/formatNumber';
import { partsOf } from '../../schemas/partsOf';
import type { Fix } from '../fix';
import type { LongRow } from './lengthFixes';
import { fits, mostTries, tokensOf, withValue, type PlacedToken } from './rowTokens';
import { endBefore, sentenceEnd } from './wordCuts';

/** Of the room, what a row should fill at least before a sentence's end is given up for one. */
const leastFilled = 0.5;
/** The last two rows share what is left, a little more in the first: a row of three words teaches little. */
const partOfTwo = 0.55;

/** Makes several rows of a plain text, at ends of sentences where it can. No word is lost. */
export function splitText({ values, schema, counter }: LongRow): Fix | null {
  const [part] = partsOf(schema, values);
  const mask = counter.mask(values);
  if (part === undefined || mask === null) return null;
  const { path, text } = part;
  const tokens = tokensOf(mask, path, text);
  const room = counter.maxLength - (mask.tokens.length - tokens.length);
  const isFitting = (piece: string): boolean => fits(counter, withValue(values, path, piece));
  const pieces = room < 1 ? null : piecesOf(text, { tokens, room, isFitting });
  if (pieces === null || pieces.length < 2) return null;
  return {
    type: 'split-row',
    rows: pieces.map((value) => ({ type: 'set-value', path, value })),
    title: `Split into ${formatCount(pieces.length)} rows of at most ${formatCount(counter.maxLength)} tokens`,
  };
}

interface Room {
  readonly tokens: readonly PlacedToken[];
  /** Tokens of a piece. */
  readonly room: number;
  readonly isFitting: (piece: string) => boolean;
}

function piecesOf(text: string, { tokens, room, isFitting }: Room): readonly string[] | null {
  const pieces: string[] = [];
  let start = 0;
  for (let at = 0; at < tokens.length;) {
    const left = tokens.length - at;
    const wanted = left <= room ? left : left <= 2 * room ? Math.ceil(partOfTwo * left) : room;
    let end = tokens[at + Math.min(wanted, room)]?.start ?? text.length;
    if (end < text.length) {
      const least = tokens[at + Math.floor(leastFilled * wanted)]?.start ?? start;
      end = sentenceEnd(text, least, end) ?? endBefore(text.slice(0, end + 1), end);
    }
    for (let tries = 0; !isFitting(text.slice(start, end).trim()); tries += 1) {
      end = endBefore(text.slice(0, end), end - 1);
      if (tries >= mostTries || end <= start) return null;
    }
    pieces.push(text.slice(start, end).trim());
    start = end;
    while (at < tokens.length && (tokens[at]?.start ?? 0) < end) at += 1;
  }
  return pieces;
}

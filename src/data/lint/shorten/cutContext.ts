import { columnOf, partsOf } from '../../schemas/partsOf';
import { isRecord } from '../../schemas/columnPath';
import { codePointsIn, codeUnitAt } from '../../schemas/codePoints';
import type { ValuePath } from '../../schemas/schema';
import type { Change, Fix } from '../fix';
import { printPath } from '../printPath';
import type { LongRow } from './lengthFixes';
import { fits, tokensOf, withValue, type PlacedToken } from './rowTokens';
import { endBefore, startAfter } from './wordCuts';

/** A tokenizer may cut a shorter text into other tokens: so often the window gets a token smaller at both ends. */
const mostTries = 10;

/** An answer in its context, in UTF-16 code units, and where its beginning is written. */
interface PlacedAnswer {
  readonly start: number;
  readonly end: number;
  readonly path: ValuePath;
}

/** Takes beginning and end off a context, as far from its answers as it can, and writes where these now begin. */
export function cutContext({ values, schema, counter }: LongRow): Fix | null {
  const part = partsOf(schema, values).find(({ role }) => role === 'context');
  const mask = counter.mask(values);
  if (part === undefined || mask === null) return null;
  const { path, text } = part;
  const answers = answersIn(text, ...columnOf(schema, values, 'answers'));
  if (answers === null) return null;
  const tokens = tokensOf(mask, path, text);
  const from = Math.min(...answers.map(({ start }) => start));
  const to = Math.max(...answers.map(({ end }) => end));
  const others = mask.tokens.length - tokens.length;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const room = counter.maxLength - others - 2 * tries;
    const window = windowAround(text, { tokens, room, from, to });
    if (window === null) return null;
    const [start, end] = window;
    const value = text.slice(start, end);
    const moved = codePointsIn(text, start);
    const changes: Change[] = [{ type: 'set-value', path, value }];
    let shortened = withValue(values, path, value);
    for (const answer of answers) {
      const at = codePointsIn(text, answer.start) - moved;
      changes.push({ type: 'set-value', path: answer.path, value: at });
      shortened = withValue(shortened, answer.path, at);
    }
    if (!fits(counter, shortened)) continue;
    const gone = tokens.filter((token) => token.end <= start || token.start >= end).length;
    const title = `Cut ${gone} of ${tokens.length} tokens of ${printPath(path)}, those furthest from the answer`;
    return { type: 'all', changes, title };
  }
  return null;
}

/** Null: they are not written as SQuAD does, or one does not stand where it says. */
function answersIn(
  context: string,
  value: unknown,
  path: ValuePath,
): readonly PlacedAnswer[] | null {
  if (!isRecord(value)) return null;
  const { text: texts, answer_start: starts } = value;
  if (!Array.isArray(texts) || !Array.isArray(starts)) return null;
  if (texts.length !== starts.length || texts.length === 0) return null;
  const answers: PlacedAnswer[] = [];
  for (const [index, text] of texts.entries()) {
    const at: unknown = starts[index];
    if (typeof text !== 'string' || text === '' || typeof at !== 'number') return null;
    const start = codeUnitAt(context, at);
    if (!context.startsWith(text, start)) return null;
    answers.push({ start, end: start + text.length, path: [...path, 'answer_start', index] });
  }
  return answers;
}

interface Window {
  readonly tokens: readonly PlacedToken[];
  readonly room: number;
  readonly from: number;
  readonly to: number;
}

/** Characters of so many tokens, as many before the answers as behind them; null: the answers alone are too long. */
function windowAround(
  text: string,
  { tokens, room, from, to }: Window,
): readonly [start: number, end: number] | null {
  const first = tokens.findIndex(({ end }) => end > from);
  const last = tokens.findLastIndex(({ start }) => start < to) + 1;
  if (first < 0 || last - first > room) return null;
  const before = Math.max(0, first - Math.floor((room - (last - first)) / 2));
  const behind = Math.min(tokens.length, before + room);
  const begin = Math.max(0, behind - room);
  const start = begin === 0 ? 0 : startAfter(text, tokens[begin]?.start ?? 0);
  const end = tokens[behind] === undefined ? text.length : endBefore(text, tokens[behind].start);
  return [Math.min(start, from), Math.max(end, to)];
}

import { formatCount } from '../../../protocol/formatNumber';
import { columnOf } from '../../schemas/partsOf';
import { turnsOf, type Turn } from '../../schemas/turns';
import { isWithin } from '../../schemas/valuePaths';
import type { LossMask } from '../../tokens/lossMask';
import type { Change, Fix } from '../fix';
import type { LongRow } from './lengthFixes';
import { fits, withValue } from './rowTokens';

/** Makes several conversations of one, before questions; the system message stands in each. No word is lost. */
export function splitChat({ values, schema, counter }: LongRow): Fix | null {
  const key = schema.name === 'sharegpt' ? 'conversations' : 'messages';
  const [list, path] = columnOf(schema, values, key);
  const turns = turnsOf(list, path);
  if (!Array.isArray(list) || turns.length !== list.length) return null;
  const head = turns.findIndex(({ speaker }) => speaker !== 'system');
  const starts = turns.flatMap(({ speaker }, at) => {
    const isQuestion = speaker === 'user' && turns[at - 1]?.speaker !== 'user';
    return at === head || (at > head && isQuestion) ? [at] : [];
  });
  const mask = counter.mask(values);
  if (mask === null || starts.length < 2) return null;
  const tokens = starts.map((at) => firstToken(mask, turns[at]));
  const isFitting = (from: number, to: number): boolean => {
    const isAnswered = ['assistant', 'call'].includes(turns[to - 1]?.speaker ?? '');
    const messages = [...turns.slice(0, head), ...turns.slice(from, to)].map(
      ({ message }) => message,
    );
    return isAnswered && fits(counter, withValue(values, path, messages));
  };
  const bounds = boundsOf([...starts, turns.length], {
    tokens,
    room: counter.maxLength - (tokens[0] ?? 0),
    isFitting,
  });
  if (bounds === null) return null;
  const isLeftOut = (at: number, from: number, to: number): boolean =>
    at >= head && (at < from || at >= to);
  const rows = bounds.slice(1).map((to, index): Change => {
    const from = bounds[index] ?? head;
    const others = turns.flatMap((_, at) => (isLeftOut(at, from, to) ? [at] : []));
    return {
      type: 'all',
      changes: others.map((at) => ({ type: 'remove-value', path: [...path, at] })),
    };
  });
  const most = formatCount(counter.maxLength);
  const system = head > 0 ? ', each with the system message' : '';
  const title = `Split into ${rows.length} conversations of at most ${most} tokens${system}`;
  return { type: 'split-row', rows, title };
}

interface Room {
  /** Where each exchange begins, in tokens of the whole row; null: that is not known. */
  readonly tokens: readonly (number | null)[];
  /** Tokens that a conversation has for its exchanges. */
  readonly room: number;
  readonly isFitting: (from: number, to: number) => boolean;
}

/** Turns at which conversations begin, and where the last ends: as few as fit. Null: an exchange is too long by itself. */
function boundsOf(
  starts: readonly number[],
  { tokens, room, isFitting }: Room,
): readonly number[] | null {
  const bounds = [starts[0] ?? 0];
  for (let at = 0; at < starts.length - 1;) {
    const begin = tokens[at] ?? 0;
    let to = at + 1;
    while (to < starts.length - 1 && (tokens[to + 1] ?? Infinity) - begin <= room) to += 1;
    // note: how long a conversation is shows only once the template has written it.
    if (to === starts.length - 2 && isFitting(starts[at] ?? 0, starts[to + 1] ?? 0)) to += 1;
    while (to > at + 1 && !isFitting(starts[at] ?? 0, starts[to] ?? 0)) to -= 1;
    if (to === at + 1 && !isFitting(starts[at] ?? 0, starts[to] ?? 0)) return null;
    bounds.push(starts[to] ?? 0);
    at = to;
  }
  return bounds;
}

/** The first token of a turn's own words. */
function firstToken({ tokens }: LossMask, turn: Turn | undefined): number | null {
  if (turn === undefined) return null;
  const at = tokens.findIndex(({ field }) => field !== null && isWithin(field.path, turn.path));
  return at < 0 ? null : at;
}

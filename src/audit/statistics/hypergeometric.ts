import { logChoose } from '../../data/statistics/logFactorial';
import type { Interval } from './intervals';
import { searchOutwards } from './searchOutwards';

/** So many rows are drawn from `rows`, of which `marked` are marked: how many marked ones are among them? */
export interface Urn {
  readonly rows: number;
  readonly marked: number;
  readonly drawn: number;
}

/**
 * One random number of marked rows, exact: searched outwards from the likeliest number, so the cost grows with the spread (the square
 * root of the rows), not with the rows.
 */
export function drawMarked(urn: Urn, next: () => number): number {
  return markedDrawer(urn, next)();
}

/** The same again and again, from one urn. */
export function markedDrawer({ rows, marked, drawn }: Urn, next: () => number): () => number {
  const [low, high] = [Math.max(0, drawn - (rows - marked)), Math.min(marked, drawn)];
  if (low === high) return () => low;
  const mode = Math.floor(((marked + 1) * (drawn + 1)) / (rows + 2));
  const others = rows - marked - drawn;
  const peak = { low, high, mode, atMode: probability({ rows, marked, drawn }, mode) };
  const ratio = (count: number): number =>
    ((marked - count) * (drawn - count)) / ((count + 1) * (others + count + 1));
  return () => searchOutwards(peak, ratio, next);
}

/** The 2.5 and 97.5 % quantiles: at most 2.5 % of draws lie below the first, and at most 2.5 % above the second. */
export function usualRange({ rows, marked, drawn }: Urn): Interval {
  const [least, most] = [Math.max(0, drawn - (rows - marked)), Math.min(marked, drawn)];
  const mean = (drawn * marked) / rows;
  const spread = Math.sqrt((mean * (1 - marked / rows) * (rows - drawn)) / Math.max(1, rows - 1));
  const from = Math.max(least, Math.floor(mean - 12 * spread - 12));
  let [sum, low] = [0, least];
  let count = from;
  for (; count <= most; count += 1) {
    const before = sum;
    sum += probability({ rows, marked, drawn }, count);
    if (before <= 0.025) low = count;
    if (sum >= 0.975) break;
  }
  return [low, Math.min(count, most)];
}

function probability({ rows, marked, drawn }: Urn, count: number): number {
  return Math.exp(
    logChoose(marked, count) + logChoose(rows - marked, drawn - count) - logChoose(rows, drawn),
  );
}

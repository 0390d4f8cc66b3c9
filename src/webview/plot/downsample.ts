import { firstAtLeast } from './search';

export interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What a line needs to draw: null is a gap. */
export interface DrawnPoints {
  readonly x: number[];
  readonly y: (number | null)[];
  /** Positions of values that are not finite; each is drawn as a cross, never left out. */
  readonly nonFinite: number[];
}

/**
 * Reduces the part of a curve between `from` and `to` to at most about four points for each of
 * `nColumns` pixel columns: first, lowest, highest and last. No extreme and no gap is hidden. One
 * point beyond either end stays, so that the line runs on to the edge.
 */
export function downsample(
  points: Points,
  window: { readonly from: number; readonly to: number; readonly nColumns: number },
): DrawnPoints {
  const { x } = points;
  const { from, to, nColumns } = window;
  const start = Math.max(0, firstAtLeast(x, from) - 1);
  const end = Math.min(x.length, firstAtLeast(x, to) + 2);
  const drawn: DrawnPoints = { x: [], y: [], nonFinite: [] };
  const isSparse = end - start <= nColumns * 2;
  const width = (to - from) / nColumns;
  for (let index = start; index < end;) {
    const column = isSparse ? 0 : Math.floor(((x[index] ?? 0) - from) / width);
    let next = index + 1;
    if (!isSparse) {
      while (next < end && Math.floor(((x[next] ?? 0) - from) / width) === column) next++;
    }
    pushColumn(drawn, points, index, next);
    index = next;
  }
  return drawn;
}

/**
 * Adds first, lowest, highest, last and a gap of the points from `start` to before `end`.
 * note: no arrays of its own; it runs thousands of times a frame.
 */
function pushColumn(drawn: DrawnPoints, { x, y }: Points, start: number, end: number): void {
  let low = -1;
  let high = -1;
  let gap = -1;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let index = start; index < end; index++) {
    const value = y[index] ?? NaN;
    if (!Number.isFinite(value)) {
      gap = index;
      drawn.nonFinite.push(x[index] ?? 0);
      continue;
    }
    if (value < lowest) {
      lowest = value;
      low = index;
    }
    if (value > highest) {
      highest = value;
      high = index;
    }
  }
  const last = end - 1;
  for (let index = start; index < end; index++) {
    const isKept =
      index === start || index === low || index === high || index === gap || index === last;
    if (!isKept) continue;
    const value = y[index] ?? NaN;
    drawn.x.push(x[index] ?? 0);
    drawn.y.push(Number.isFinite(value) ? value : null);
  }
}

import { drawNormal } from '../statistics/drawNormal';
import type { Pace } from '../statistics/pace';
import type { LabelRows } from './labelRows';

/** Bins of equal mass of the expected calibration error. */
export const binCount = 15;

/** From here on a bin holds twenty rows, and the sum over it is drawn as a normal value, not row by row. */
const largeGroup = 20 * binCount;

/** Draws of at least one row in so many are put in order by going through all rows. */
const mostWalked = 20;

/** Label minus score of some rows, by ascending score: 1 - p or -p. */
export type Residuals = Float64Array;

/** @returns the residuals of all rows that are in a group, and those of each. [groups] */
export function residualsOf(
  { ascending, actual, scores }: LabelRows,
  groupOf: Int32Array,
  sizes: readonly number[],
): { readonly all: Residuals; readonly own: readonly Residuals[] } {
  const own = sizes.map((size) => new Float64Array(size));
  const filled = new Int32Array(sizes.length);
  const all = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  let count = 0;
  for (const row of ascending) {
    const group = groupOf[row] ?? -1;
    const residuals = own[group];
    if (residuals === undefined) continue;
    const residual = (actual?.[row] ?? 0) - (scores[row] ?? 0);
    residuals[filled[group] ?? 0] = residual;
    filled[group] = (filled[group] ?? 0) + 1;
    all[count] = residual;
    count += 1;
  }
  return { all, own };
}

/**
 * Expected calibration error: rows by ascending score in 15 bins of as equal size as whole rows allow, the larger ones first (NumPy's
 * array_split), and the mean over rows of the distance between the share of the label and the mean score of their bin; NaN for no rows.
 */
export function calibrationError(residuals: Residuals): number {
  const rows = residuals.length;
  let [error, row] = [0, 0];
  for (let bin = 0; bin < binCount; bin += 1) {
    let sum = 0;
    for (const end = binEnd(rows, bin); row < end; row += 1) sum += residuals[row] ?? 0;
    error += Math.abs(sum);
  }
  return error / rows;
}

/** Where the bins of so many rows end. [bins] */
export function binEnds(rows: number): number[] {
  return Array.from({ length: binCount }, (_, bin) => binEnd(rows, bin));
}

function binEnd(rows: number, bin: number): number {
  return Math.floor(rows / binCount) * (bin + 1) + Math.min(bin + 1, rows % binCount);
}

export interface Draws {
  readonly count: number;
  readonly next: () => number;
  readonly pace: Pace;
}

/** Errors of so many rows drawn from all: small groups look worse calibrated than large ones even when nothing is different. */
export function permutedErrors(all: Residuals, rows: number, draws: Draws): Promise<Float64Array> {
  if (rows < largeGroup) {
    const pool = Int32Array.from(all, (_, row) => row);
    return drawnRows(all, rows, draws, (chosen) => {
      chooseWithout(pool, chosen, draws.next);
    });
  }
  // Rows that are drawn without replacement vary the less, the more of them are drawn.
  return drawnBins(all, (1 - rows / all.length) / (rows / binCount), draws);
}

/** Errors of bootstrap samples of so many of the rows of one group: all of them, or as many as are independent. */
export function resampledErrors(own: Residuals, rows: number, draws: Draws): Promise<Float64Array> {
  if (rows < largeGroup)
    return drawnRows(own, rows, draws, (chosen) => {
      for (let place = 0; place < chosen.length; place += 1)
        chosen[place] = Math.floor(draws.next() * own.length);
    });
  return drawnBins(own, binCount / rows, draws);
}

/** Moves a random choice of the pool to its front. */
function chooseWithout(pool: Int32Array, chosen: Int32Array, next: () => number): void {
  for (let place = 0; place < chosen.length; place += 1) {
    const other = place + Math.floor(next() * (pool.length - place));
    const kept = pool[place] ?? 0;
    pool[place] = pool[other] ?? 0;
    pool[other] = kept;
    chosen[place] = pool[place] ?? 0;
  }
}

async function drawnRows(
  from: Residuals,
  rows: number,
  { count, pace }: Draws,
  choose: (chosen: Int32Array) => void,
): Promise<Float64Array> {
  const errors = new Float64Array(count);
  const [chosen, residuals] = [new Int32Array(rows), new Float64Array(rows)];
  // Going through all rows is several times as quick as sorting those that are drawn, unless they are few among many.
  const times = from.length <= mostWalked * rows ? new Uint16Array(from.length) : null;
  for (let draw = 0; draw < count; draw += 1) {
    choose(chosen);
    if (times === null) {
      chosen.sort();
      for (let place = 0; place < rows; place += 1)
        residuals[place] = from[chosen[place] ?? 0] ?? 0;
    } else pickInOrder(from, chosen, { times, into: residuals });
    errors[draw] = calibrationError(residuals);
    if (pace.isDue()) await pace.rest();
  }
  return errors;
}

/** The residuals of the chosen rows by ascending score. @param times as many zeros as there are rows, and so again afterwards */
function pickInOrder(
  from: Residuals,
  chosen: Int32Array,
  { times, into }: { readonly times: Uint16Array; readonly into: Residuals },
): void {
  for (const row of chosen) times[row] = (times[row] ?? 0) + 1;
  let place = 0;
  for (let row = 0; place < into.length; row += 1) {
    for (let left = times[row] ?? 0; left > 0; left -= 1) {
      into[place] = from[row] ?? 0;
      place += 1;
    }
    times[row] = 0;
  }
}

/** @param shrink what the variance of a residual is multiplied by to give that of the mean of a bin */
async function drawnBins(
  from: Residuals,
  shrink: number,
  { count, next, pace }: Draws,
): Promise<Float64Array> {
  const bins = Array.from({ length: binCount }, (_, bin) => {
    const rows = from.subarray(
      bin === 0 ? 0 : binEnd(from.length, bin - 1),
      binEnd(from.length, bin),
    );
    let [sum, squares] = [0, 0];
    for (const residual of rows) {
      sum += residual;
      squares += residual * residual;
    }
    const mean = sum / rows.length;
    return {
      mean,
      deviation: Math.sqrt(Math.max(0, squares / rows.length - mean * mean) * shrink),
    };
  });
  const errors = new Float64Array(count);
  for (let draw = 0; draw < count; draw += 1) {
    let sum = 0;
    for (const { mean, deviation } of bins) sum += Math.abs(mean + deviation * drawNormal(next));
    errors[draw] = sum / binCount;
    if (pace.isDue()) await pace.rest();
  }
  return errors;
}

import { seededNumbers } from '../../data/seededNumbers';
import type { Pace } from '../statistics/pace';
import type { LabelRows } from './labelRows';

/** Bins of equal mass of the expected calibration error. */
export const binCount = 15;

/** Row visits that permutations, and resamples, of one set of groups may take: a second or so. */
const mostVisits = 2e7;
/** Enough to know a standard deviation to a tenth. */
const fewestDraws = 100;

/** Rows of the audited groups by ascending score. */
export interface CalibrationRows {
  /** Label minus score of each: 1 - p or -p. [rows] */
  readonly residuals: Float64Array;
  /** [rows] */
  readonly groupOf: Int32Array;
  /** [groups] */
  readonly sizes: readonly number[];
}

export function calibrationRows(
  { ascending, actual, scores }: LabelRows,
  groupOf: Int32Array,
  sizes: readonly number[],
): CalibrationRows {
  const kept = ascending.filter((row) => (groupOf[row] ?? -1) >= 0);
  return {
    residuals: Float64Array.from(kept, (row) => (actual?.[row] ?? 0) - (scores[row] ?? 0)),
    groupOf: Int32Array.from(kept, (row) => groupOf[row] ?? -1),
    sizes,
  };
}

/**
 * Expected calibration error of every group: its rows by ascending score in 15 bins of as equal size as whole rows allow, the first the
 * larger (NumPy's array_split), and the mean over rows of the distance between the share of the label and the mean score of their bin.
 * @param groupOf by ascending score; -1 is left out
 * @param weights how often each row counts; null for once
 * @returns [groups], NaN for groups without rows
 */
export function calibrationErrors(
  { residuals, sizes }: CalibrationRows,
  groupOf: Int32Array,
  weights: Float64Array | null,
): Float64Array {
  const groups = sizes.length;
  const [seen, sums, ends, errors] = [0, 0, 0, 0].map(() => new Float64Array(groups)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const bins = new Int32Array(groups);
  for (let group = 0; group < groups; group += 1) ends[group] = binEnd(sizes[group] ?? 0, 0);
  for (let rank = 0; rank < groupOf.length; rank += 1) {
    const group = groupOf[rank] ?? -1;
    if (group < 0) continue;
    const residual = residuals[rank] ?? 0;
    // note: a row that counts several times may fill a bin and begin the next.
    for (let times = weights === null ? 1 : (weights[rank] ?? 0); times > 0; times -= 1) {
      sums[group] = (sums[group] ?? 0) + residual;
      const count = (seen[group] ?? 0) + 1;
      seen[group] = count;
      if (count < (ends[group] ?? 0)) continue;
      errors[group] = (errors[group] ?? 0) + Math.abs(sums[group] ?? 0);
      sums[group] = 0;
      bins[group] = (bins[group] ?? 0) + 1;
      ends[group] = binEnd(sizes[group] ?? 0, bins[group] ?? 0);
    }
  }
  return errors.map((sum, group) => sum / (sizes[group] ?? 0));
}

/** Rows before the end of a bin, for the first bin that is not empty from this one on. */
function binEnd(rows: number, bin: number): number {
  const [whole, larger] = [Math.floor(rows / binCount), rows % binCount];
  return whole * (bin + 1) + Math.min(bin + 1, larger);
}

export interface CalibrationNull {
  /** [permutations][groups] */
  readonly draws: readonly Float64Array[];
}

/** What the errors are when the same rows belong to groups at random: small groups look worse calibrated than large ones. */
export async function permutedErrors(
  rows: CalibrationRows,
  {
    permutations,
    seed,
    pace,
  }: { readonly permutations: number; readonly seed: number; readonly pace: Pace },
): Promise<Float64Array[]> {
  const next = seededNumbers(seed);
  const groupOf = rows.groupOf.slice();
  return drawAll(rows, permutations, pace, () => {
    for (let last = groupOf.length - 1; last > 0; last -= 1) {
      const other = Math.floor(next() * (last + 1));
      const kept = groupOf[last] ?? 0;
      groupOf[last] = groupOf[other] ?? 0;
      groupOf[other] = kept;
    }
    return calibrationErrors(rows, groupOf, null);
  });
}

/** Bootstrap of the errors, stratified: each group keeps its rows. */
export async function resampledErrors(
  rows: CalibrationRows,
  {
    resamples,
    seed,
    pace,
  }: { readonly resamples: number; readonly seed: number; readonly pace: Pace },
): Promise<Float64Array[]> {
  const next = seededNumbers(seed);
  const ranks = rows.sizes.map((size) => new Int32Array(size));
  const filled = new Int32Array(rows.sizes.length);
  for (const [rank, group] of rows.groupOf.entries()) {
    const members = ranks[group];
    if (members === undefined) continue;
    members[filled[group] ?? 0] = rank;
    filled[group] = (filled[group] ?? 0) + 1;
  }
  const weights = new Float64Array(rows.groupOf.length);
  return drawAll(rows, resamples, pace, () => {
    weights.fill(0);
    for (const members of ranks)
      for (let draw = members.length; draw > 0; draw -= 1) {
        const rank = members[Math.floor(next() * members.length)] ?? 0;
        weights[rank] = (weights[rank] ?? 0) + 1;
      }
    return calibrationErrors(rows, rows.groupOf, weights);
  });
}

async function drawAll(
  { groupOf }: CalibrationRows,
  wanted: number,
  pace: Pace,
  draw: () => Float64Array,
): Promise<Float64Array[]> {
  const count = Math.min(wanted, Math.max(fewestDraws, Math.floor(mostVisits / groupOf.length)));
  const draws: Float64Array[] = [];
  while (draws.length < count) {
    draws.push(draw());
    if (pace.isDue()) await pace.rest();
  }
  return draws;
}

import { binCount, binEnds, calibrationError } from '../groups/calibration';
import type { LabelRows } from '../groups/labelRows';
import { drawNormal } from '../statistics/drawNormal';
import type { Pace } from '../statistics/pace';

/** From here on a bin holds twenty rows, and the sums over bins are drawn as normal values, not row by row. */
export const largeGroup = 20 * binCount;

/** Rows of one group as two models see them, numbered by their place in `rows`. */
export interface PairedScoring {
  readonly before: OrderedResiduals;
  readonly after: OrderedResiduals;
  /** The rows that are drawn and exchanged together. */
  readonly units: readonly (readonly number[])[];
}

interface OrderedResiduals {
  /** Label minus score. [rows] */
  readonly residuals: Float64Array;
  readonly scores: Float64Array;
  /** Rows by ascending score. [rows] */
  readonly order: Int32Array;
}

/** @param isIn which rows of the file @param clusterOf rows of one number depend on each other; null where none does [rows of the file] */
export function pairedScoring(
  { before, after }: { readonly before: LabelRows; readonly after: LabelRows },
  clusterOf: Int32Array | null,
  isIn: (row: number) => boolean,
): PairedScoring {
  const placeOf = new Int32Array(after.scores.length).fill(-1);
  const units = new Map<number, number[]>();
  let count = 0;
  for (let row = 0; row < placeOf.length; row += 1) {
    if (!isIn(row)) continue;
    placeOf[row] = count;
    const cluster = clusterOf?.[row] ?? row;
    const known = units.get(cluster);
    if (known === undefined) units.set(cluster, [count]);
    else known.push(count);
    count += 1;
  }
  const ordered = ({ scores, actual, ascending }: LabelRows): OrderedResiduals => {
    const own = { residuals: new Float64Array(count), scores: new Float64Array(count) };
    const order = new Int32Array(count);
    let rank = 0;
    for (const row of ascending) {
      const place = placeOf[row] ?? -1;
      if (place < 0) continue;
      const score = scores[row] ?? 0;
      own.scores[place] = score;
      own.residuals[place] = (actual?.[row] ?? 0) - score;
      order[rank] = place;
      rank += 1;
    }
    return { ...own, order };
  };
  return { before: ordered(before), after: ordered(after), units: [...units.values()] };
}

/** Residuals by ascending score. */
export function inOrder({ residuals, order }: OrderedResiduals): Float64Array {
  return Float64Array.from(order, (place) => residuals[place] ?? 0);
}

export interface ErrorPairs {
  readonly before: Float64Array;
  readonly after: Float64Array;
}

/** Calibration errors of either model in bootstrap samples of the units. [draws] */
export async function resampledPairs(
  scoring: PairedScoring,
  draws: { readonly count: number; readonly next: () => number; readonly pace: Pace },
): Promise<ErrorPairs> {
  const rows = scoring.before.order.length;
  const draw = rows < largeGroup ? rowDrawer(scoring, draws.next) : binDrawer(scoring, draws.next);
  const pairs = { before: new Float64Array(draws.count), after: new Float64Array(draws.count) };
  for (let at = 0; at < draws.count; at += 1) {
    [pairs.before[at], pairs.after[at]] = draw();
    if (draws.pace.isDue()) await draws.pace.rest();
  }
  return pairs;
}

type PairDrawer = () => readonly [before: number, after: number];

function rowDrawer({ before, after, units }: PairedScoring, next: () => number): PairDrawer {
  const times = new Int32Array(before.order.length);
  return () => {
    times.fill(0);
    let rows = 0;
    units.forEach(() => {
      for (const place of units[Math.floor(next() * units.length)] ?? []) {
        times[place] = (times[place] ?? 0) + 1;
        rows += 1;
      }
    });
    const sample = ({ residuals, order }: OrderedResiduals): number => {
      const drawn = new Float64Array(rows);
      let filled = 0;
      for (const place of order)
        for (let left = times[place] ?? 0; left > 0; left -= 1) {
          drawn[filled] = residuals[place] ?? 0;
          filled += 1;
        }
      return calibrationError(drawn);
    };
    return [sample(before), sample(after)];
  };
}

/**
 * So many independent rows would leave as much noise in the bins of both models: fewer where the residuals of a unit, less the means of their
 * bins, are alike.
 */
export function independentPairs({ before, after, units }: PairedScoring): number {
  let [alone, together] = [0, 0];
  for (const { residuals, binOf, means } of [before, after].map((each) => ({
    ...each,
    ...binsOf(each),
  }))) {
    const sums = new Float64Array(binCount);
    for (const places of units) {
      for (const place of places) {
        const bin = binOf[place] ?? 0;
        const noise = (residuals[place] ?? 0) - (means[bin] ?? 0);
        alone += noise * noise;
        sums[bin] = (sums[bin] ?? 0) + noise;
      }
      for (const place of places) {
        const bin = binOf[place] ?? 0;
        together += (sums[bin] ?? 0) ** 2;
        sums[bin] = 0;
      }
    }
  }
  const rows = before.order.length;
  return together > alone ? (rows * alone) / together : rows;
}

/** The sums of the bins of both models vary together as those of the units do. */
function binDrawer({ before, after, units }: PairedScoring, next: () => number): PairDrawer {
  const rows = before.order.length;
  const [old, young] = [binsOf(before), binsOf(after)];
  const size = 2 * binCount;
  const covariance = Array.from({ length: size }, () => new Float64Array(size));
  const own = new Float64Array(size);
  for (const places of units) {
    own.fill(0);
    for (const place of places)
      for (const [offset, { binOf, means }, { residuals }] of [
        [0, old, before],
        [binCount, young, after],
      ] as const) {
        const bin = binOf[place] ?? 0;
        const cell = offset + bin;
        own[cell] = (own[cell] ?? 0) + (residuals[place] ?? 0) - (means[bin] ?? 0);
      }
    for (const [at, value] of own.entries()) {
      const line = covariance[at];
      if (value === 0 || line === undefined) continue;
      for (let other = 0; other <= at; other += 1)
        line[other] = (line[other] ?? 0) + value * (own[other] ?? 0);
    }
  }
  const root = cholesky(covariance);
  const normal = new Float64Array(size);
  const error = ({ sums }: Bins, offset: number): number => {
    let sum = 0;
    for (let bin = 0; bin < binCount; bin += 1) {
      let noise = 0;
      const line = root[offset + bin];
      for (let at = 0; at <= offset + bin; at += 1) noise += (line?.[at] ?? 0) * (normal[at] ?? 0);
      sum += Math.abs((sums[bin] ?? 0) + noise);
    }
    return sum / rows;
  };
  return () => {
    for (let at = 0; at < size; at += 1) normal[at] = drawNormal(next);
    return [error(old, 0), error(young, binCount)];
  };
}

interface Bins {
  /** [rows] */
  readonly binOf: Uint8Array;
  readonly sums: Float64Array;
  readonly means: Float64Array;
}

function binsOf({ residuals, order }: OrderedResiduals): Bins {
  const binOf = new Uint8Array(order.length);
  const [sums, means] = [new Float64Array(binCount), new Float64Array(binCount)];
  let start = 0;
  for (const [bin, end] of binEnds(order.length).entries()) {
    for (let rank = start; rank < end; rank += 1) {
      const place = order[rank] ?? 0;
      binOf[place] = bin;
      sums[bin] = (sums[bin] ?? 0) + (residuals[place] ?? 0);
    }
    means[bin] = (sums[bin] ?? 0) / (end - start);
    start = end;
  }
  return { binOf, sums, means };
}

/** The lower root of a covariance, of which the lower half is read; lines without variance of their own are 0. */
function cholesky(covariance: readonly Float64Array[]): Float64Array[] {
  const root = covariance.map((line) => new Float64Array(line.length));
  for (const [at, line] of covariance.entries()) {
    const own = root[at] ?? new Float64Array();
    for (let other = 0; other <= at; other += 1) {
      const theirs = root[other] ?? own;
      let sum = line[other] ?? 0;
      for (let before = 0; before < other; before += 1)
        sum -= (own[before] ?? 0) * (theirs[before] ?? 0);
      const scale = theirs[other] ?? 0;
      if (other === at) own[at] = sum > 1e-9 * (line[at] ?? 0) ? Math.sqrt(sum) : 0;
      else own[other] = scale > 0 ? sum / scale : 0;
    }
  }
  return root;
}

/** The change of the error when each unit's two scores change places with probability one half. */
export function exchangedChange(scoring: PairedScoring, next: () => number): () => number {
  const { before, after, units } = scoring;
  const rows = before.order.length;
  const merged = mergedOrder(scoring);
  const isExchanged = new Uint8Array(rows);
  const [old, young] = [new Float64Array(rows), new Float64Array(rows)];
  return () => {
    for (const places of units) {
      const answer = next() < 0.5 ? 1 : 0;
      for (const place of places) isExchanged[place] = answer;
    }
    let [first, second] = [0, 0];
    for (const entry of merged) {
      const [place, model] = [entry >> 1, entry & 1];
      const residual = (model === 0 ? before : after).residuals[place] ?? 0;
      if ((model ^ (isExchanged[place] ?? 0)) === 0) {
        old[first] = residual;
        first += 1;
      } else {
        young[second] = residual;
        second += 1;
      }
    }
    return calibrationError(young) - calibrationError(old);
  };
}

/** Places by ascending score under either model, twice the place plus 1 for the second. [2 rows] */
function mergedOrder({ before, after }: PairedScoring): Int32Array {
  const rows = before.order.length;
  const merged = new Int32Array(2 * rows);
  let [first, second] = [0, 0];
  for (let at = 0; at < merged.length; at += 1) {
    const [old, young] = [before.order[first] ?? 0, after.order[second] ?? 0];
    const isOld =
      second >= rows || (first < rows && (before.scores[old] ?? 0) <= (after.scores[young] ?? 0));
    merged[at] = isOld ? 2 * old : 2 * young + 1;
    if (isOld) first += 1;
    else second += 1;
  }
  return merged;
}

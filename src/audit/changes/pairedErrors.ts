import { binCount, binEnds, calibrationError } from '../groups/calibration';
import { cholesky } from '../statistics/cholesky';
import { drawNormal } from '../statistics/drawNormal';
import type { Pace } from '../statistics/pace';
import type { OrderedResiduals, PairedScoring } from './pairedScoring';

/** From here on a bin holds twenty rows, and the sums over bins are drawn as normal values, not row by row. */
export const largeGroup = 20 * binCount;

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

import { normalTail } from '../../data/statistics/normalTail';
import type { Interval } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import { binEnds } from './calibration';
import type { Residuals } from './calibration';

/**
 * 95 % interval of the calibration error that rows without end would have. Distances of bins are never negative, so that noise makes the
 * error of few rows too large even where the scores are perfect; an interval around it would hardly ever hold the truth. So every error is
 * asked how large one of these rows would then be: mean and spread of a sum of folded normal values, with the noise that the scores
 * themselves promise (as in consistency resampling, Bröcker and Smith 2007). Those for which the observed one is usual are the interval.
 * How an error is spread over the bins is not known: as observed, evenly, and more in the worst bins; any of the three will do. The observed
 * error is always in it.
 * @param effective independent rows
 */
export function calibrationInterval(residuals: Residuals, effective: number): Interval {
  const bins = binsOf(residuals, effective);
  const observed = bins.reduce((sum, { weight, distance }) => sum + weight * Math.abs(distance), 0);
  const intervals = shapesOf(bins).map((shape) => intervalOf(bins, { shape, observed, effective }));
  return [
    Math.min(observed, ...intervals.map(([low]) => low)),
    Math.max(observed, ...intervals.map(([, high]) => high)),
  ];
}

/** How an error may be spread over the bins, up to its size. [shapes][bins] */
export function shapesOf(bins: readonly Bin[]): number[][] {
  return [
    bins.map(({ distance }) => distance),
    bins.map(() => 1),
    bins.map(({ distance }) => distance * Math.abs(distance)),
  ];
}

export interface Bin {
  /** Share of the rows. */
  readonly weight: number;
  /** Effective rows. */
  readonly rows: number;
  /** Mean of label minus score. */
  readonly distance: number;
  readonly meanScore: number;
  /** Variance of a label when the scores are right. */
  readonly noise: number;
}

export function binsOf(residuals: Residuals, effective: number): Bin[] {
  const rows = residuals.length;
  let start = 0;
  const bins: Bin[] = [];
  for (const end of binEnds(rows)) {
    let [distance, score, noise] = [0, 0, 0];
    for (const residual of residuals.subarray(start, end)) {
      // A label of 1 leaves 1 - p, one of 0 leaves -p.
      const p = residual > 0 ? 1 - residual : -residual;
      distance += residual;
      score += p;
      noise += p * (1 - p);
    }
    const count = end - start;
    start = end;
    if (count > 0)
      bins.push({
        ...{ weight: count / rows, rows: (count * effective) / rows },
        ...{ distance: distance / count, meanScore: score / count, noise: noise / count },
      });
  }
  return bins;
}

interface Shape {
  readonly shape: readonly number[];
  readonly observed: number;
  readonly effective: number;
}

function intervalOf(bins: readonly Bin[], { shape, observed, effective }: Shape): Interval {
  const momentsAt = observedAt(bins, { shape, effective });
  const limit = (error: number, side: 1 | -1): number => {
    const { mean, variance } = momentsAt(error);
    return mean + side * usualZ * Math.sqrt(variance);
  };
  return [
    smallest((error) => limit(error, 1) >= observed),
    smallest((error) => limit(error, -1) >= observed),
  ];
}

/** Mean and variance of the error that is observed in such bins where there is an error of this shape and size. */
export function observedAt(
  bins: readonly Bin[],
  { shape, effective }: Pick<Shape, 'shape' | 'effective'>,
): (error: number) => { readonly mean: number; readonly variance: number } {
  const size = bins.reduce((sum, { weight }, at) => sum + weight * Math.abs(shape[at] ?? 0), 0);
  return (error) => {
    const scale = size > 0 ? error / size : 0;
    let [mean, variance] = [0, 0];
    for (const [at, bin] of bins.entries()) {
      const shift = scale * (shape[at] ?? 0);
      const folded = foldedNormal(shift, Math.sqrt(noiseAt(bin, shift) / bin.rows));
      mean += bin.weight * folded.mean;
      // The rows are a sample of scores, too: another has more or fewer in bins that are far off.
      variance +=
        bin.weight ** 2 * folded.variance +
        (bin.weight * (Math.abs(shift) - error) ** 2) / effective;
    }
    return { mean, variance };
  };
}

/** Variance of a label whose probability is the score and this much; never below that of the score, since a bin without errors tells little. */
function noiseAt({ noise, meanScore }: Bin, shift: number): number {
  return Math.max(noise, noise + shift * (1 - 2 * meanScore) - shift * shift);
}

/** Of |x| for a normal x. */
function foldedNormal(
  mean: number,
  deviation: number,
): { readonly mean: number; readonly variance: number } {
  const size = Math.abs(mean);
  if (size > 8 * deviation) return { mean: size, variance: deviation ** 2 };
  const z = size / deviation;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const folded = 2 * deviation * density + size * (1 - 2 * normalTail(z));
  return { mean: folded, variance: Math.max(0, mean ** 2 + deviation ** 2 - folded ** 2) };
}

/** The smallest error from 0 to 1 that holds; 1 where none does. */
function smallest(holds: (error: number) => boolean): number {
  if (holds(0)) return 0;
  let [low, high] = [0, 1];
  for (let halving = 0; halving < 30; halving += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

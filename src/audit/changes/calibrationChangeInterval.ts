import { binsOf, observedAt, shapesOf } from '../groups/calibrationInterval';
import type { Residuals } from '../groups/calibration';
import type { Interval } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';

/** Errors of either model that are tried. */
const steps = 100;

/**
 * 95 % interval of the change of a calibration error. Noise makes the observed error of a good model larger than that of a bad one, so that
 * an interval around the observed change would hardly hold the true one. So every pair of errors is asked how likely the observed pair
 * would be under it: means and spreads are those of `calibrationInterval`, the correlation of what is observed is that of a bootstrap of
 * pairs. The changes of all pairs that are not much less likely than the likeliest one (a likelihood ratio at one degree of freedom) are the
 * interval; shapes of the errors are tried as there.
 * @param before, after residuals by ascending score
 * @param effective independent rows
 */
export function calibrationChangeInterval(
  { before, after }: { readonly before: Residuals; readonly after: Residuals },
  { effective, correlation }: { readonly effective: number; readonly correlation: number },
): Interval {
  const [old, young] = [before, after].map((each) => triedErrors(each, effective));
  if (old === undefined || young === undefined) throw new Error('There are two models.');
  const away = (first: TriedError, second: TriedError): number => {
    const [x, y] = [first.distance, second.distance];
    return x * x - 2 * correlation * x * y + y * y;
  };
  let least = Infinity;
  for (const first of old) for (const second of young) least = Math.min(least, away(first, second));
  const most = least + usualZ ** 2 * (1 - correlation ** 2);
  let [low, high] = [Infinity, -Infinity];
  for (const first of old)
    for (const second of young) {
      const change = second.error - first.error;
      if ((change >= low && change <= high) || away(first, second) > most) continue;
      low = Math.min(low, change);
      high = Math.max(high, change);
    }
  return [low, high];
}

interface TriedError {
  readonly error: number;
  /** From what is observed to its mean, in standard deviations. */
  readonly distance: number;
}

function triedErrors(residuals: Residuals, effective: number): TriedError[] {
  const bins = binsOf(residuals, effective);
  const observed = bins.reduce((sum, { weight, distance }) => sum + weight * Math.abs(distance), 0);
  return shapesOf(bins).flatMap((shape) => {
    const momentsAt = observedAt(bins, { shape, effective });
    const distanceAt = (error: number): number => {
      const { mean, variance } = momentsAt(error);
      return (observed - mean) / Math.max(1e-9, Math.sqrt(variance));
    };
    // Where more is surely too much.
    let most = Math.max(observed, 1e-3);
    while (most < 1 && distanceAt(most) > -2 * usualZ) most *= 1.25;
    return Array.from({ length: steps + 1 }, (_, at): TriedError => {
      const error = (Math.min(1, most) * at) / steps;
      return { error, distance: distanceAt(error) };
    });
  });
}

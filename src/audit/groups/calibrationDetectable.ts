import { powerZ } from '../statistics/detectable';
import type { DetectableAt } from '../statistics/detectable';
import { normalQuantile, usualZ } from '../statistics/normalQuantile';
import { observedAt } from './calibrationInterval';
import type { Bin } from './calibrationInterval';
import { smallestWhere } from './gapDetectable';

interface PresentError {
  /** Observed in as many rows of anyone: mean and spread. */
  readonly none: { readonly mean: number; readonly deviation: number };
  /** Of the group. */
  readonly own: { readonly effective: number };
  readonly value: number;
  /** Of its error in the bootstrap. */
  readonly spread: number;
}

/**
 * How much more than that of random rows a calibration error must be to be found with a probability of 80 %: by the permutations, and by an
 * interval that leaves out none. An error that is spread evenly over the bins makes labels less sure, so that what is observed spreads
 * more, and the bootstrap with it.
 */
export function errorDetectable(
  bins: readonly Bin[],
  { none, own, value, spread }: PresentError,
): DetectableAt {
  if (!(none.deviation > 0)) return () => null;
  const momentsAt = observedAt(bins, { shape: bins.map(() => 1), effective: own.effective });
  const deviationOf = (variance: number): number => Math.sqrt(variance);
  const now = deviationOf(momentsAt(value).variance);
  const wider = now > 0 ? Math.max(1, spread / now) : 1;
  return (level) => {
    const critical = normalQuantile(level / 2) * none.deviation;
    const sizeOf = (error: number): number => momentsAt(error).mean - none.mean;
    const error = smallestWhere(mostError, (tried) => {
      const deviation = deviationOf(momentsAt(tried).variance);
      const needed = Math.max(critical, usualZ * wider * deviation) + powerZ * deviation;
      return sizeOf(tried) >= needed;
    });
    return error === null ? null : sizeOf(error);
  };
}

/** Every label the other way round where scores are near one half. */
const mostError = 0.5;

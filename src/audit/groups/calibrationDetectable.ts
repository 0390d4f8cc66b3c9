import { powerZ } from '../statistics/detectable';
import type { DetectableAt } from '../statistics/detectable';
import { normalQuantile, usualZ } from '../statistics/normalQuantile';
import { smallestWhere } from '../statistics/smallestWhere';
import { observedAt } from './calibrationInterval';
import type { Bin } from './calibrationInterval';

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
 * interval that leaves out none. Labels that are less sure than their scores make what is observed, and the bootstrap, spread more: the
 * same in all bins, or the more, the surer the scores are; the harder of both counts.
 */
export function errorDetectable(bins: readonly Bin[], present: PresentError): DetectableAt {
  const ofShapes = [
    bins.map(({ meanScore }) => (meanScore < 0.5 ? 1 : -1)),
    bins.map(({ meanScore }) => 0.5 - meanScore),
  ].map((shape) => ofShape(bins, shape, present));
  return (level) => {
    const sizes = ofShapes.map((detectableAt) => detectableAt(level));
    return sizes.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)));
  };
}

function ofShape(
  bins: readonly Bin[],
  shape: readonly number[],
  { none, own, value, spread }: PresentError,
): (level: number) => number | null {
  const momentsAt = observedAt(bins, { shape, effective: own.effective });
  const deviationAt = (error: number): number => Math.sqrt(momentsAt(error).variance);
  const wider = Math.max(1, spread / deviationAt(value) || 1);
  return (level) => {
    if (!(none.deviation > 0)) return null;
    const critical = normalQuantile(level / 2) * none.deviation;
    const sizeOf = (error: number): number => momentsAt(error).mean - none.mean;
    const error = smallestWhere(mostError, (tried) => {
      const deviation = deviationAt(tried);
      const needed = Math.max(critical, usualZ * wider * deviation) + powerZ * deviation;
      return sizeOf(tried) >= needed;
    });
    return error === null ? null : sizeOf(error);
  };
}

/** Every second label the other way round. */
const mostError = 0.5;

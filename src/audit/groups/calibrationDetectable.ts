import { powerZ, skewedCritical } from '../statistics/detectable';
import type { DetectableAt } from '../statistics/detectable';
import { usualZ } from '../statistics/normalQuantile';
import { smallestWhere } from '../statistics/smallestWhere';
import { observedAt } from './calibrationInterval';
import type { Bin } from './calibrationInterval';

interface PresentError {
  /** Observed in as many rows of anyone. */
  readonly none: { readonly mean: number; readonly deviation: number; readonly skewness: number };
  /** Of the group. */
  readonly own: { readonly of: number; readonly effective: number };
  readonly rest: { readonly of: number };
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
  { none, own, rest, value, spread }: PresentError,
): (level: number) => number | null {
  const momentsAt = observedAt(bins, { shape, effective: own.effective });
  const deviationAt = (error: number): number => Math.sqrt(momentsAt(error).variance);
  const meanAt = (error: number): number => momentsAt(error).mean;
  // Random rows are drawn from the group, too: the larger its error and its share of the rows, the larger and the wider are theirs.
  const share = own.of / (own.of + rest.of);
  const ofAll = smallestWhere(mostError, (error) => meanAt(error) >= none.mean) ?? mostError;
  const ofRandom = (error: number): number => ofAll + share * Math.max(0, error - ofAll);
  const noneAt = (error: number): number => none.mean + meanAt(ofRandom(error)) - meanAt(ofAll);
  const scale = none.deviation / deviationAt(ofAll);
  // The bootstrap takes the observed error, which noise has made larger, for the true one.
  const wider = Math.max(1, spread / deviationAt(value) || 1);
  const spreadAt = (error: number): number => wider * deviationAt(meanAt(error));
  return (level) => {
    if (!(none.deviation > 0)) return null;
    const critical = skewedCritical(level, none.skewness);
    const sizeOf = (error: number): number => meanAt(error) - noneAt(error);
    const error = smallestWhere(mostError, (tried) => {
      const byTest = critical * scale * deviationAt(ofRandom(tried));
      const byInterval = usualZ * spreadAt(tried);
      return sizeOf(tried) >= Math.max(byTest, byInterval) + powerZ * deviationAt(tried);
    });
    return error === null ? null : sizeOf(error);
  };
}

/** Every second label the other way round. */
const mostError = 0.5;

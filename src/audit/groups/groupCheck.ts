import { agreeingPValue } from '../statistics/agreeingPValue';
import type { TestedFigure } from '../statistics/drawUntilDecided';
import type { MeasuredCheck } from '../statistics/judge';
import type { SampledPValue } from '../statistics/sampledPValue';

/** A check of which more draws may be made before it is judged. */
export interface GroupCheck extends MeasuredCheck {
  /** Where `pValue` was drawn: it is of the first draws. */
  readonly sampled?: SampledPValue;
  /** From the figure to the bound of `disparity` that is nearer to 0, where that is cut off at 0. */
  readonly reach?: number;
}

/** With the p-value of all draws. */
export function drawnCheck({ sampled, reach, ...check }: GroupCheck): MeasuredCheck {
  const pValue = sampled?.pValue ?? check.pValue;
  if (pValue === null || reach === undefined || check.disparity === null)
    return { ...check, pValue };
  return { ...check, pValue, testedPValue: agreeingPValue(pValue, check.disparity, reach) };
}

/** A figure whose interval holds 0 is none of the small ones, however small the p-value that was drawn. */
export function openFigure(check: GroupCheck): TestedFigure {
  const { sampled, pValue, disparity, test } = check;
  const named = test === undefined ? {} : { test };
  if (pValue !== null && disparity !== null && disparity.low <= 0 && disparity.high >= 0)
    return { ...named, pValue: agreeingPValue(pValue, disparity) };
  return { ...named, pValue, ...(sampled === undefined ? {} : { sampled }) };
}

import type { MeasuredCheck } from '../statistics/judge';
import type { SampledPValue } from '../statistics/sampledPValue';

/** A check of which more draws may be made before it is judged. */
export interface GroupCheck extends MeasuredCheck {
  /** Where `pValue` was drawn: it is of the first draws. */
  readonly sampled?: SampledPValue;
}

/** With the p-value of all draws. */
export function drawnCheck({ sampled, ...check }: GroupCheck): MeasuredCheck {
  return sampled === undefined ? check : { ...check, pValue: sampled.pValue };
}

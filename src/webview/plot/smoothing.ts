/**
 * Exponential moving average, corrected for its start as Adam's moments are:
 * s_t = w s_(t-1) + (1 - w) x_t, shown s_t / (1 - w^n). `weight` from 0 (none) to below 1.
 * A NaN stays NaN at its place and does not poison what follows.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return values.slice();
  let average = 0;
  let correction = 1;
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    average = weight * average + (1 - weight) * value;
    correction *= weight;
    return average / (1 - correction);
  });
}

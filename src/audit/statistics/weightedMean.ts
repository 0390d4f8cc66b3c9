/** Mean of values [items] under weights [items]; NaN where the weights sum to 0. */
export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let [sum, total] = [0, 0];
  for (let at = 0; at < values.length; at += 1) {
    const weight = weights[at] ?? 0;
    sum += weight * (values[at] ?? 0);
    total += weight;
  }
  return sum / total;
}

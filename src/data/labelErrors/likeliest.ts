/** The index of the largest probability; of equal ones the first. */
export function likeliest(probabilities: Float64Array): number {
  let best = 0;
  for (let at = 1; at < probabilities.length; at += 1)
    if ((probabilities[at] ?? 0) > (probabilities[best] ?? 0)) best = at;
  return best;
}

/**
 * The Jaccard similarity of two ascending sets where it reaches the threshold, else -1. Ends as soon as it no longer can: the sets
 * are in the order of hashes, so that the first few elements are a fair sample.
 */
export function similarityFrom(a: Uint32Array, b: Uint32Array, threshold: number): number {
  const sizes = a.length + b.length;
  // With m elements that stand on one side only, the similarity is (sizes - m) / (sizes + m).
  const mostMissed = (sizes * (1 - threshold)) / (1 + threshold) + tolerance;
  let missed = Math.abs(a.length - b.length);
  if (missed > mostMissed) return -1;
  missed = 0;
  let [atA, atB] = [0, 0];
  while (atA < a.length && atB < b.length) {
    const [left, right] = [a[atA] ?? 0, b[atB] ?? 0];
    if (left === right) {
      atA += 1;
      atB += 1;
    } else {
      missed += 1;
      if (missed > mostMissed) return -1;
      if (left < right) atA += 1;
      else atB += 1;
    }
  }
  missed += a.length - atA + (b.length - atB);
  return missed > mostMissed ? -1 : sizes === 0 ? 1 : (sizes - missed) / (sizes + missed);
}

/** So that 4 of 5 reaches 0.8 in spite of rounding. */
const tolerance = 1e-9;

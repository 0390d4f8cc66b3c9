/**
 * P-values adjusted so that rejecting those below q keeps the expected share of false ones below q (Benjamini and Hochberg 1995).
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const count = pValues.length;
  const largestFirst = [...pValues.entries()].sort(([, a], [, b]) => b - a);
  const adjusted = Array.from<number>({ length: count });
  let least = 1;
  for (const [position, [index, pValue]] of largestFirst.entries()) {
    least = Math.min(least, (pValue * count) / (count - position));
    adjusted[index] = least;
  }
  return adjusted;
}

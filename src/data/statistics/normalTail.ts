/**
 * The probability that a standard normal value exceeds z, to a relative error of 1e-12: a power series near 0, a continued
 * fraction beyond (Abramowitz and Stegun 26.2.11, 26.2.14).
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  if (z > 38) return 0;
  const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let [term, sum] = [z, z];
    for (let n = 3; Math.abs(term) > sum * 1e-17; n += 2) {
      term *= (z * z) / n;
      sum += term;
    }
    return 0.5 - density * sum;
  }
  // Mills ratio as a continued fraction: 1 / (z + 1 / (z + 2 / (z + …))).
  let fraction = z;
  for (let n = 120; n >= 1; n -= 1) fraction = z + n / fraction;
  return density / fraction;
}

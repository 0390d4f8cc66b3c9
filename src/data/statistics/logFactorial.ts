/** ln(n!), exact sums up to 255, beyond them Stirling's series (relative error below 1e-15). */
export function logFactorial(n: number): number {
  const exact = table[n];
  if (exact !== undefined) return exact;
  const [x, inverse] = [n + 1, 1 / (n + 1)];
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

/** ln of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const table: readonly number[] = logFactorials(255);

function logFactorials(most: number): number[] {
  const values = [0];
  for (let n = 1; n <= most; n += 1) values.push((values[n - 1] ?? 0) + Math.log(n));
  return values;
}

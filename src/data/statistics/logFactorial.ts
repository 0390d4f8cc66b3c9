/** ln(n!), exact sums up to 255, beyond them Stirling's series (relative error below 1e-15). */
export function logFactorial(n: number): number {
  const known = table[n];
  if (known !== undefined && !Number.isNaN(known)) return known;
  const [x, inverse] = [n + 1, 1 / (n + 1)];
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  const value = (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
  if (n < mostKept) keep(n, value);
  return value;
}

/** ln of the number of ways to choose k of n. */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const mostExact = 255;
/** Random draws ask for the same few values again and again; those of larger numbers are not kept, so that 8 MB are the most. */
const mostKept = 2 ** 20;

/** By n; NaN where nobody asked yet. */
let table = logFactorials(mostExact);

function keep(n: number, value: number): void {
  if (n >= table.length) {
    const longer = new Float64Array(2 ** Math.ceil(Math.log2(n + 1))).fill(NaN);
    longer.set(table);
    table = longer;
  }
  table[n] = value;
}

function logFactorials(most: number): Float64Array {
  const values = new Float64Array(most + 1);
  for (let n = 1; n <= most; n += 1) values[n] = (values[n - 1] ?? 0) + Math.log(n);
  return values;
}

/** The least and greatest finite value, or null when there is none. */
export function extent(
  columns: readonly (readonly (number | null | undefined)[])[],
): [number, number] | null {
  let min = Infinity;
  let max = -Infinity;
  for (const column of columns) {
    for (const value of column) {
      if (value === null || value === undefined || !Number.isFinite(value)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return min <= max ? [min, max] : null;
}

/** Room around the values: 5 % of the span, on a logarithmic scale of its logarithm. */
export function paddedRange(
  values: [number, number] | null,
  scale: 'linear' | 'log',
): [number, number] {
  if (values === null) return scale === 'log' ? [0.1, 1] : [0, 1];
  const [min, max] = values;
  if (scale === 'log') {
    const room = Math.max(0.05 * Math.log10(max / min), 0.02);
    return [min / 10 ** room, max * 10 ** room];
  }
  if (min === max)
    return min === 0 ? [0, 1] : [min - Math.abs(min) * 0.1, max + Math.abs(max) * 0.1];
  const room = (max - min) * 0.05;
  return [min >= 0 && min - room < 0 ? 0 : min - room, max + room];
}

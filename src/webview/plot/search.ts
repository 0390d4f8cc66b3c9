/** Index of the first value that is at least `wanted`; the length when there is none. Ascending input. */
export function firstAtLeast(values: ArrayLike<number>, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? Infinity) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the value closest to `wanted`, the earlier of two equally close; -1 for empty input. */
export function nearest(values: ArrayLike<number>, wanted: number): number {
  if (values.length === 0) return -1;
  const after = firstAtLeast(values, wanted);
  if (after === 0) return 0;
  if (after === values.length) return after - 1;
  const before = after - 1;
  return wanted - (values[before] ?? 0) <= (values[after] ?? 0) - wanted ? before : after;
}

interface Peak {
  readonly low: number;
  readonly high: number;
  /** The likeliest number, and its probability. */
  readonly mode: number;
  readonly atMode: number;
}

/**
 * A random whole number of a distribution with one peak, by inversion from the peak outwards: exact, and as quick as the spread is small.
 * @param ratio probability of the next number over that of this one
 */
export function searchOutwards(
  { low, high, mode, atMode }: Peak,
  ratio: (count: number) => number,
  next: () => number,
): number {
  let left = next() - atMode;
  let [down, up, pDown, pUp] = [mode, mode, atMode, atMode];
  while (left > 0 && (down > low || up < high)) {
    if (up < high) {
      pUp *= ratio(up);
      up += 1;
      left -= pUp;
      if (left <= 0) return up;
    }
    if (down > low) {
      down -= 1;
      pDown /= ratio(down);
      left -= pDown;
      if (left <= 0) return down;
    }
    // note: what rounding leaves over must not walk to the end of a long tail.
    if (pUp + pDown < 1e-18) return mode;
  }
  return mode;
}

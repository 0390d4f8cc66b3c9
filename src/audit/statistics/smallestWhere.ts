/** Halves the range in which a size, from 0, is the smallest that holds; null where none up to `most` does. */
export function smallestWhere(most: number, holds: (size: number) => boolean): number | null {
  if (!holds(most)) return null;
  let [low, high] = [0, most];
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The value below which a share of the ascending values lies, interpolated between neighbours (R's type 7, NumPy's default). */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const position = (ascending.length - 1) * share;
  const below = Math.floor(position);
  const [low, high] = [ascending[below] ?? NaN, ascending[below + 1] ?? ascending[below] ?? NaN];
  return low + (high - low) * (position - below);
}

import { firstAtLeast } from './search';

/**
 * Carries a position from one axis to another by linear interpolation between a run's points, so that
 * a zoom survives a change of axis. Beyond the ends the last known slope goes on.
 */
export function convertPosition(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  position: number,
): number | null {
  const n = Math.min(from.length, to.length);
  if (n === 0) return null;
  if (n === 1) return to[0] ?? null;
  const after = Math.min(n - 1, Math.max(1, firstAtLeast(from, position)));
  const [x0 = 0, x1 = 0] = [from[after - 1], from[after]];
  const [y0 = 0, y1 = 0] = [to[after - 1], to[after]];
  if (x1 === x0) return y1;
  return y0 + ((position - x0) / (x1 - x0)) * (y1 - y0);
}

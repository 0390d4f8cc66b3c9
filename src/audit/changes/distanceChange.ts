import type { Interval } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';

export interface UnderEither<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** Points of the edge of the region that are tried. */
const points = 360;

/**
 * 95 % interval of how much farther from 0 a difference is under one model than under another. A distance is never negative, so that noise
 * makes it larger, the more the nearer to 0 the difference is, and percentiles of redrawn distances leave out the truth where groups that
 * one model treats alike are treated unlike by the other. So the region of both differences is taken, as normal values with the spread and
 * the correlation of a bootstrap, whose projection on any line has 95 %; the interval holds the changes of all that is in it.
 * @param drawn differences in a bootstrap of pairs; those that are NaN under either model are left out. [resamples]
 * @returns null where more than half of them are
 */
export function distanceChange(
  observed: UnderEither<number>,
  drawn: UnderEither<Float64Array>,
): Interval | null {
  const spread = spreadOf(drawn);
  if (spread === null) return null;
  const { before, after, correlation } = spread;
  const free = Math.sqrt(Math.max(0, 1 - correlation ** 2));
  const value = Math.abs(observed.after) - Math.abs(observed.before);
  let [low, high] = [value, value];
  for (let point = 0; point < points; point += 1) {
    const angle = (2 * Math.PI * point) / points;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const old = observed.before + usualZ * before * x;
    const young = observed.after + usualZ * after * (correlation * x + free * y);
    const change = Math.abs(young) - Math.abs(old);
    [low, high] = [Math.min(low, change), Math.max(high, change)];
  }
  return [Math.max(-1, low), Math.min(1, high)];
}

function spreadOf(
  drawn: UnderEither<Float64Array>,
): (UnderEither<number> & { readonly correlation: number }) | null {
  let [count, sumOld, sumYoung, ofOld, ofYoung, common] = [0, 0, 0, 0, 0, 0];
  for (const [draw, old] of drawn.before.entries()) {
    const young = drawn.after[draw] ?? NaN;
    if (!Number.isFinite(old) || !Number.isFinite(young)) continue;
    count += 1;
    sumOld += old;
    sumYoung += young;
    ofOld += old * old;
    ofYoung += young * young;
    common += old * young;
  }
  if (count < 2 || count <= drawn.before.length / 2) return null;
  const before = Math.sqrt(Math.max(0, ofOld / count - (sumOld / count) ** 2));
  const after = Math.sqrt(Math.max(0, ofYoung / count - (sumYoung / count) ** 2));
  const covariance = common / count - (sumOld / count) * (sumYoung / count);
  const correlation = before > 0 && after > 0 ? covariance / (before * after) : 0;
  return { before, after, correlation: Math.max(-1, Math.min(1, correlation)) };
}

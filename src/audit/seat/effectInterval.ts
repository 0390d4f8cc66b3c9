import { quantile } from '../../data/statistics/quantiles';
import { seededNumbers } from '../../data/seededNumbers';
import type { Associations } from './associations';
import { effectSize } from './effectSize';

export interface IntervalOptions {
  readonly resamples: number;
  readonly seed: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((done: number) => void) | undefined;
}

/** Resamples between two looks at the signal. */
const atOnce = 50;

/**
 * 95 % of the effects that other targets of the same kind would give: both sets are resampled, each by itself (percentile
 * bootstrap). The attributes stay, as they do in the permutation test. @returns null where next to no resample has an effect
 */
export async function effectInterval(
  { targ1, targ2 }: Associations,
  { resamples, seed, signal, onProgress }: IntervalOptions,
): Promise<readonly [low: number, high: number] | null> {
  const next = seededNumbers(seed);
  const found: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    if (resample % atOnce === 0) {
      signal?.throwIfAborted();
      onProgress?.(resample / resamples);
      await new Promise(setImmediate);
    }
    const effect = effectSize({ targ1: drawn(targ1, next), targ2: drawn(targ2, next) });
    if (effect !== null) found.push(effect);
  }
  if (found.length < resamples / 2) return null;
  const ascending = Float64Array.from(found).sort();
  return [quantile(ascending, 0.025), quantile(ascending, 0.975)];
}

function drawn(values: Float64Array, next: () => number): Float64Array {
  return values.map(() => values[Math.floor(next() * values.length)] ?? 0);
}

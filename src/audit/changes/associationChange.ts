import { quantile } from '../../data/statistics/quantiles';
import { seededNumbers } from '../../data/seededNumbers';
import type { AuditOptions } from '../auditOptions';
import type { Associations } from '../seat/associations';
import { seatId } from '../seat/auditSeat';
import { effectSize } from '../seat/effectSize';
import type { SeatTest } from '../seat/seatFile';
import { Pace } from '../statistics/pace';
import type { MeasuredChange } from './judgeChanges';

/** Fewer words on a side give no interval that could be believed. */
const fewestWords = 5;

/**
 * Whether targets are associated more strongly under one encoder than under another: how the size |d| of the effect changed. The
 * interval draws words, with both of their values, within the two sets; the test exchanges the models word by word. Since cosines
 * of two encoders have scales of their own, s is first divided by its deviation under each, which d does not depend on.
 * @param before, after s(w) of the same targets; null where an encoder tells no texts apart
 */
export async function associationChange(
  test: SeatTest,
  {
    variant,
    before,
    after,
  }: {
    readonly variant: string;
    readonly before: Associations | null;
    readonly after: Associations | null;
  },
  options: AuditOptions,
): Promise<MeasuredChange> {
  const base = {
    ...{ id: seatId(test.path), variant, metric: 'effect-size', group: test.targ1.category },
    discordant: null,
  };
  const [old, young] = [sizeOf(before), sizeOf(after)];
  const n = (after ?? before)?.targ1.length ?? 0;
  const count = n + ((after ?? before)?.targ2.length ?? 0);
  const undefinedChange = { value: null, low: null, high: null, pValue: null, n: count };
  if (before === null || after === null || old === null || young === null)
    return {
      ...{ ...base, before: old, after: young, ...undefinedChange },
      reason: 'One of the models gives all these texts the same embedding, or none.',
    };
  const value = young - old;
  const figures = { ...base, before: old, after: young, value, n: count };
  if (Math.min(n, count - n) < fewestWords)
    return {
      ...{ ...figures, low: null, high: null, pValue: null },
      reason: `A side has fewer than ${fewestWords} words.`,
    };
  const pair = { before: standardised(before), after: standardised(after) };
  const pace = new Pace(options);
  const pValue = await exchangeTest(pair, Math.abs(value), { ...options, pace });
  const [low, high] = await pairedInterval(pair, { ...options, pace });
  return {
    ...{ ...figures, pValue },
    ...{ low: Math.min(value, low), high: Math.max(value, high) },
  };
}

interface Pair {
  readonly before: Associations;
  readonly after: Associations;
}

type Drawing = AuditOptions & { readonly pace: Pace };

function sizeOf(found: Associations | null): number | null {
  const effect = found === null ? null : effectSize(found);
  return effect === null ? null : Math.abs(effect);
}

/** With mean 0 and deviation 1 over all targets. */
function standardised({ targ1, targ2 }: Associations): Associations {
  const all = [...targ1, ...targ2];
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const squares = all.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (all.length - 1));
  const scale = (value: number): number => (value - mean) / deviation;
  return { targ1: targ1.map(scale), targ2: targ2.map(scale) };
}

async function exchangeTest(
  { before, after }: Pair,
  observed: number,
  { permutations, seed, pace }: Drawing,
): Promise<number> {
  const next = seededNumbers(seed);
  let extreme = 0;
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    const one = exchanged(before.targ1, after.targ1, next);
    const other = exchanged(before.targ2, after.targ2, next);
    const old = sizeOf({ targ1: one[0], targ2: other[0] }) ?? 0;
    const young = sizeOf({ targ1: one[1], targ2: other[1] }) ?? 0;
    // Differences that are apart by rounding alone count as equal.
    if (Math.abs(young - old) >= observed - 1e-12) extreme += 1;
    if (pace.isDue()) await pace.rest();
  }
  return (extreme + 1) / (permutations + 1);
}

function exchanged(
  before: Float64Array,
  after: Float64Array,
  next: () => number,
): readonly [Float64Array, Float64Array] {
  const [old, young] = [before.slice(), after.slice()];
  for (let word = 0; word < old.length; word += 1) {
    if (next() < 0.5) continue;
    old[word] = after[word] ?? 0;
    young[word] = before[word] ?? 0;
  }
  return [old, young];
}

async function pairedInterval(
  { before, after }: Pair,
  { resamples, seed, pace }: Drawing,
): Promise<readonly [low: number, high: number]> {
  const next = seededNumbers(seed + 1);
  const changes: number[] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    const [one, other] = [draws(before.targ1.length, next), draws(before.targ2.length, next)];
    const drawn = ({ targ1, targ2 }: Associations): number | null =>
      sizeOf({
        targ1: targ1.map((_, at) => targ1[one[at] ?? 0] ?? 0),
        targ2: targ2.map((_, at) => targ2[other[at] ?? 0] ?? 0),
      });
    const [old, young] = [drawn(before), drawn(after)];
    if (old !== null && young !== null) changes.push(young - old);
    if (pace.isDue()) await pace.rest();
  }
  const ascending = Float64Array.from(changes).sort();
  return [quantile(ascending, 0.025), quantile(ascending, 0.975)];
}

function draws(count: number, next: () => number): Int32Array {
  return Int32Array.from({ length: count }, () => Math.floor(next() * count));
}

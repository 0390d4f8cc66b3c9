import path from 'node:path';
import type { AuditCheck, AuditId, AuditRow, Verdict } from '../../protocol/audit';
import { formatNumber } from '../../protocol/formatNumber';
import type { AuditOptions } from '../auditOptions';
import { associations, unitSets, type Associations, type SeatVectors } from './associations';
import { effectInterval } from './effectInterval';
import { detectableEffect, effectSize, neededTargets } from './effectSize';
import { permutationTest } from './permutationTest';
import type { SeatSet, SeatTest } from './seatFile';

/** Texts shown of those that carry the association. */
const mostRows = 10;

/** `seat/<file without extension>`. */
export function seatId(file: string): AuditId {
  return `seat/${path.basename(file, path.extname(file))}`;
}

/**
 * One association test by one pooling: the effect size with its bootstrap interval, and the one-sided permutation p-value of
 * WEAT. The p-value is not adjusted yet.
 * @param variant names the pooling
 */
export async function auditSeat(
  test: SeatTest,
  { variant, vectors }: { readonly variant: 'mean' | 'cls'; readonly vectors: SeatVectors },
  options: AuditOptions,
): Promise<AuditCheck> {
  const { delta, alpha, seed, permutations, resamples, signal, onProgress } = options;
  const [count1, count2] = [test.targ1.examples.length, test.targ2.examples.length];
  const unit = unitSets(vectors);
  const found = associations(vectors);
  const value = found === null ? null : effectSize(found);
  const base = {
    ...{ id: seatId(test.path), variant, metric: 'effect-size' },
    ...{ group: test.targ1.category, reference: test.targ2.category, n: count1 + count2 },
    ...{ adjustedPValue: null, nullBand: null },
  };
  if (unit === null || found === null || value === null)
    return {
      ...base,
      ...{ value: null, low: null, high: null, disparity: null },
      ...{ pValue: null, detectable: null, needed: null },
      verdict: 'model-too-weak',
      reason:
        'The model gives all these texts the same embedding, or none: there is nothing to compare.',
      rows: [],
    };
  const { width } = vectors.targ1;
  const interval = await effectInterval(unit, { width, resamples, seed, signal, onProgress });
  const { pValue } = permutationTest(found, { permutations, seed });
  const [low, high] = interval ?? [null, null];
  const verdict = verdictOf({ pValue, high, delta, alpha });
  const detectable = detectableEffect(count1, count2);
  const reason = reasonOf(test, { verdict, high, delta, detectable });
  return {
    ...{ ...base, value, low, high, pValue, detectable, verdict },
    disparity: low === null || high === null ? null : { value, low, high },
    needed: verdict === 'not-enough-data' ? neededTargets(delta) : null,
    ...(reason === null ? {} : { reason }),
    rows: strongest(test, found),
  };
}

/** The test asks about one direction: an association the other way is not larger than delta in this one. */
function verdictOf(figure: {
  readonly pValue: number;
  readonly high: number | null;
  readonly delta: number;
  readonly alpha: number;
}): Verdict {
  if (figure.pValue <= figure.alpha) return 'disparity';
  if (figure.high !== null && figure.high < figure.delta) return 'none-larger-than-delta';
  return 'not-enough-data';
}

function reasonOf(
  { targ1, targ2, attr1, attr2 }: SeatTest,
  figure: {
    readonly verdict: Verdict;
    readonly high: number | null;
    readonly delta: number;
    readonly detectable: number;
  },
): string | null {
  const { verdict, high, delta, detectable } = figure;
  if (verdict === 'none-larger-than-delta' && high !== null && high < -delta)
    return `The association runs the other way: ${targ2.category} stands closer to ${attr1.category} than ${targ1.category} does. Exchange attr1 (${attr1.category}) and attr2 (${attr2.category}) to test that.`;
  if (verdict !== 'not-enough-data') return null;
  return `With this many texts only an effect of about ${formatNumber(detectable)} is found four times in five.`;
}

/** Targets with the largest association towards their own side's stereotype, the strongest first. */
function strongest(test: SeatTest, { targ1, targ2 }: Associations): AuditRow[] {
  const rows = (set: SeatSet, values: Float64Array, sign: number, before: number) =>
    set.examples.map((text, at) => ({
      strength: sign * (values[at] ?? 0),
      row: {
        ...{ path: test.path, row: before + at + 1, line: set.lines[at] ?? 1, text },
        gold: set.category,
        prediction: (values[at] ?? 0) > 0 ? test.attr1.category : test.attr2.category,
      },
    }));
  return [
    ...rows(test.targ1, targ1, 1, 0),
    ...rows(test.targ2, targ2, -1, test.targ1.examples.length),
  ]
    .sort((a, b) => b.strength - a.strength)
    .slice(0, mostRows)
    .map(({ row }) => row);
}

import path from 'node:path';
import type { AuditId, AuditRow } from '../../protocol/audit';
import type { AuditOptions } from '../auditOptions';
import type { MeasuredCheck } from '../statistics/judge';
import type { Associations, SeatVectors } from './associations';
import { effectInterval } from './effectInterval';
import { detectableEffect, effectSize } from './effectSize';
import { permutationTest } from './permutationTest';
import type { SeatSet, SeatTest } from './seatFile';
import { targetCount, wordAssociations } from './wordAssociations';

/** Texts shown of those that carry the association. */
const mostRows = 10;

/** `seat/<file without extension>`. */
export function seatId(file: string): AuditId {
  return `seat/${path.basename(file, path.extname(file))}`;
}

/**
 * One association test by one pooling: the effect size with its bootstrap interval, and the one-sided permutation p-value of
 * WEAT. An association may run either way, so that the test that is judged has two sides.
 * @param variant names the pooling
 */
export async function auditSeat(
  test: SeatTest,
  { variant, vectors }: { readonly variant: 'mean' | 'cls'; readonly vectors: SeatVectors },
  { seed, permutations, resamples, signal, onProgress }: AuditOptions,
): Promise<MeasuredCheck> {
  const associated = wordAssociations(test, vectors);
  const [count1, count2] = [targetCount(test.targ1), targetCount(test.targ2)];
  const value = associated === null ? null : effectSize(associated.words);
  const base = {
    ...{ id: seatId(test.path), variant, metric: 'effect-size' },
    ...{ group: test.targ1.category, reference: test.targ2.category, n: count1 + count2 },
    ...{ nullBand: null, about: aboutTest(test) },
  };
  if (associated === null || value === null)
    return {
      ...base,
      ...{ value: null, low: null, high: null, disparity: null, pValue: null },
      ...{ detectableAt: () => null, withheld: 'model-too-weak' },
      reason:
        'The model gives all these texts the same embedding, or none: there is nothing to compare.',
      rows: [],
    };
  const { words: found, sentences } = associated;
  const interval = await effectInterval(found, { resamples, seed, signal, onProgress });
  const { pValue, reversePValue } = permutationTest(found, { permutations, seed });
  const [low, high] = interval ?? [null, null];
  const { targ1, targ2, attr1, attr2 } = test;
  const isReverse = interval !== null && interval[1] < 0;
  return {
    ...{ ...base, value, low, high, pValue, withheld: null },
    testedPValue: Math.min(1, 2 * Math.min(pValue, reversePValue)),
    disparity: interval === null ? null : { value, low: interval[0], high: interval[1] },
    detectableAt: (level) => detectableEffect(count1, count2, level),
    ...(isReverse
      ? {
          reason: `The association runs against the test: ${targ2.category} stands closer to ${attr1.category} and ${targ1.category} to ${attr2.category}.`,
        }
      : {}),
    rows: strongest(test, sentences, isReverse ? -1 : 1),
  };
}

/** note: the sizes are Cohen's (1988), for differences in standard deviations. */
function aboutTest({ targ1, targ2, attr1, attr2 }: SeatTest): string {
  const [first, second] = [targ1.category, targ2.category];
  return `Above 0: ${first} closer to ${attr1.category}, ${second} to ${attr2.category}; below 0 the other way round. By custom .2 is small, .5 medium and .8 large.`;
}

/** Targets that carry the association, the strongest first; `sign` is its direction. */
function strongest(test: SeatTest, { targ1, targ2 }: Associations, sign: 1 | -1): AuditRow[] {
  const rows = (set: SeatSet, values: Float64Array, side: number, before: number) =>
    set.examples.map((text, at) => ({
      strength: sign * side * (values[at] ?? 0),
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

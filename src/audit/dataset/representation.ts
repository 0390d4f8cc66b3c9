import { binomialTest } from '../../data/statistics/exactTests';
import { normalDetectable } from '../statistics/detectable';
import { wilson } from '../statistics/intervals';
import type { DatasetAxis } from './axes';
import type { DatasetIndex } from './datasetIndex';
import type { DatasetCheck } from './measured';

/**
 * The share of each group among the rows about exactly one group of its axis, against equal shares of all groups that occur
 * (exact binomial test).
 * @param counts rows about a group and no other of its axis, by group
 */
export function representation(
  index: DatasetIndex,
  axis: DatasetAxis,
  counts: Uint32Array,
): DatasetCheck[] {
  const present = axis.groups.filter((group) => (counts[group] ?? 0) > 0);
  const n = present.reduce((sum, group) => sum + (counts[group] ?? 0), 0);
  const equal = 1 / present.length;
  return present.map((group) => {
    const own = counts[group] ?? 0;
    const isAlone = present.length === 1;
    // note: of one group alone only its share among all rows says anything.
    const of = isAlone ? index.rows : n;
    const [low, high] = wilson(own / of, of);
    const value = own / of;
    return {
      check: {
        ...{ id: axis.id, variant: axis.kind, metric: 'share-of-rows' },
        group: index.groups[group]?.name ?? '',
        reference: isAlone ? null : 'equal shares',
        ...{ value, low, high, n: of, nullBand: null },
        disparity: isAlone ? null : { value: value - equal, low: low - equal, high: high - equal },
        pValue: isAlone ? null : binomialTest(own, n, equal),
        detectableAt: isAlone ? () => null : normalDetectable(Math.sqrt((equal * (1 - equal)) / n)),
        withheld: isAlone ? 'not-enough-data' : null,
        ...(isAlone
          ? { reason: 'No row names another group of this axis: there is nothing to compare.' }
          : {}),
      },
      ...{ group, label: null, word: null },
    };
  });
}

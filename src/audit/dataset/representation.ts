import path from 'node:path';
import { binomialTest } from '../../data/statistics/exactTests';
import { equalShares } from '../../protocol/audit';
import { formatMetric } from '../../protocol/formatNumber';
import { normalDetectable } from '../statistics/detectable';
import { wilson } from '../statistics/intervals';
import type { DatasetAxis } from './axes';
import type { DatasetIndex } from './datasetIndex';
import type { DatasetCheck } from './measured';
import { statedGroups, type AxisMix, type SharedGroup } from './statedGroups';

/**
 * The share of each group among the rows about exactly one group of its axis, against the stated mix, else against equal shares of
 * all groups that occur (exact binomial test).
 * @param counts rows about a group and no other of its axis, by group
 * @param mix null: none is stated for this axis
 */
export function representation(
  index: DatasetIndex,
  axis: DatasetAxis,
  counts: Uint32Array,
  mix: AxisMix | null,
): DatasetCheck[] {
  const groups =
    mix === null ? equalGroups(index, axis, counts) : statedGroups(index, axis, counts, mix);
  const [only, ...others] = groups;
  if (only !== undefined && others.length === 0) return [shareOfAll(index, axis, only)];
  const n = groups.reduce((sum, { rows }) => sum + rows, 0);
  return groups.map((group) => compared(axis, group, n, mix));
}

function equalGroups(index: DatasetIndex, axis: DatasetAxis, counts: Uint32Array): SharedGroup[] {
  const present = axis.groups.filter((group) => (counts[group] ?? 0) > 0);
  return present.map((group) => ({
    ...{ group, name: index.groups[group]?.name ?? '', rows: counts[group] ?? 0 },
    expected: 1 / present.length,
  }));
}

function compared(
  axis: DatasetAxis,
  { group, name, rows, expected }: SharedGroup,
  n: number,
  mix: AxisMix | null,
): DatasetCheck {
  const reference =
    mix === null ? equalShares : `${formatMetric(expected)} in ${path.basename(mix.path)}`;
  const check = {
    ...{ id: axis.id, variant: axis.kind, metric: 'share-of-rows', group: name, reference, n },
    nullBand: null,
  };
  const shown = { group, label: null, word: null };
  if (n === 0)
    return {
      check: {
        ...check,
        ...{ value: null, low: null, high: null, disparity: null, pValue: null },
        ...{ detectableAt: () => null, withheld: 'not-enough-data' },
        reason: 'No row is about a group of this axis: there is nothing to compare.',
      },
      ...shown,
    };
  const [low, high] = wilson(rows / n, n);
  const value = rows / n;
  return {
    check: {
      ...{ ...check, value, low, high, withheld: null },
      disparity: { value: value - expected, low: low - expected, high: high - expected },
      pValue: binomialTest(rows, n, expected),
      detectableAt: normalDetectable(Math.sqrt((expected * (1 - expected)) / n)),
    },
    ...shown,
  };
}

/** Of one group alone only its share among all rows says anything. */
function shareOfAll(
  index: DatasetIndex,
  axis: DatasetAxis,
  { group, name, rows }: SharedGroup,
): DatasetCheck {
  const [low, high] = wilson(rows / index.rows, index.rows);
  return {
    check: {
      ...{ id: axis.id, variant: axis.kind, metric: 'share-of-rows', group: name, reference: null },
      ...{ value: rows / index.rows, low, high, n: index.rows, nullBand: null },
      ...{ disparity: null, pValue: null, detectableAt: () => null, withheld: 'not-enough-data' },
      reason: 'No row names another group of this axis: there is nothing to compare.',
    },
    ...{ group, label: null, word: null },
  };
}

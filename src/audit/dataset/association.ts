import { GroupTally, type Comparison } from '../../data/lint/dataset/identityAssociation';
import { shareDetectable } from '../statistics/detectable';
import { differenceInterval, wilson, type Bounded } from '../statistics/intervals';
import type { DatasetAxis } from './axes';
import type { DatasetIndex } from './datasetIndex';
import type { DatasetCheck } from './measured';

/** More labels make tables too thin to test. */
export const mostLabels = 50;

/**
 * How much more often rows about one group of an axis have a label than rows about others of it only (Fisher's exact test,
 * Newcombe's interval); of two groups, or two labels, one says it all.
 */
export function associations(index: DatasetIndex, axes: readonly DatasetAxis[]): DatasetCheck[] {
  if (index.labels.length < 2 || index.labels.length > mostLabels) return [];
  const tally = new GroupTally(index.groups);
  for (let row = 0; row < index.rows; row += 1) {
    const label = index.labelOf(row);
    if (label > 0) tally.add(new Set(index.groupsOf(row)), label - 1);
  }
  const byGroup = new Map(axes.flatMap((axis) => axis.groups.map((group) => [group, axis])));
  return tally.comparisons(index.labels.length).flatMap((comparison) => {
    const axis = byGroup.get(comparison.group);
    return axis === undefined ? [] : [compared(index, axis, comparison)];
  });
}

function compared(index: DatasetIndex, axis: DatasetAxis, comparison: Comparison): DatasetCheck {
  const { group, other, label, own, theirs, pValue } = comparison;
  const [mine, others] = [bounded(own), bounded(theirs)];
  const value = mine.value - others.value;
  const [low, high] = differenceInterval(mine, others);
  const share = (own.having + theirs.having) / (own.rows + theirs.rows);
  return {
    check: {
      ...{ id: axis.id, variant: `${axis.kind}, label:${index.labels[label] ?? ''}` },
      metric: 'label-share-difference',
      group: index.groups[group]?.name ?? '',
      reference: other === 'none' ? 'rows that name no group' : other.replaceAll('"', ''),
      ...{ value, low, high, pValue, nullBand: null, withheld: null },
      disparity: { value, low, high },
      n: own.rows + theirs.rows,
      detectableAt: shareDetectable({ n: own.rows, others: theirs.rows, share }),
    },
    ...{ group, label: { number: label, isHad: value >= 0 }, word: null },
  };
}

function bounded({ rows, having }: { readonly rows: number; readonly having: number }): Bounded {
  const value = having / rows;
  const [low, high] = wilson(value, rows);
  return { value, low, high };
}

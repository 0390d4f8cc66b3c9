import { termsName, type AuditId } from '../../protocol/audit';
import type { IdentityGroup } from '../../data/identity/findGroups';
import { columnAxis, type DatasetIndex } from './datasetIndex';
import { onlyGroups } from './wordCounts';

/** An axis of groups of a dataset: terms in the texts, or a column. */
export interface DatasetAxis {
  readonly id: AuditId;
  /** `terms` or `column`. */
  readonly kind: 'terms' | 'column';
  /** Numbers of its groups. */
  readonly groups: readonly number[];
}

/** Those of columns, which somebody asked for, before those of terms. */
export function axesOf(
  groups: readonly IdentityGroup[],
  columns: readonly string[],
): DatasetAxis[] {
  const byName = new Map<string, number[]>();
  for (const [group, { axis }] of groups.entries())
    byName.set(axis, [...(byName.get(axis) ?? []), group]);
  const ofColumns = new Map(columns.map((column) => [columnAxis(column), column]));
  const all = [...byName].map(([axis, own]): DatasetAxis => {
    const column = ofColumns.get(axis);
    return {
      // note: what a column of the same name says and what the words of the texts say are two things.
      id: `dataset/${column ?? (columns.includes(axis) ? termsName(axis) : axis)}`,
      kind: column === undefined ? 'terms' : 'column',
      groups: own,
    };
  });
  const isColumn = ({ kind }: DatasetAxis): boolean => kind === 'column';
  return [...all.filter(isColumn), ...all.filter((axis) => !isColumn(axis))];
}

/** Rows about one group of its axis and no other, by group. */
export function rowsByGroup(index: DatasetIndex): Uint32Array {
  const counts = new Uint32Array(index.groups.length);
  for (let row = 0; row < index.rows; row += 1)
    for (const group of onlyGroups(index.groupsOf(row), index.groups))
      counts[group] = (counts[group] ?? 0) + 1;
  return counts;
}

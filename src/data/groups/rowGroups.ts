import { groupSourceName, type GroupSource } from '../../protocol/mitigationConfig';
import { identityGroups, groupsIn } from '../identity/findGroups';
import type { Examples, KeptColumn } from '../loadExamples';

/** Whom the rows of a split are about. */
export interface RowGroups {
  /** The column, or the axis. */
  readonly name: string;
  readonly groups: readonly string[];
  /** Position of each row's group in `groups`; -1 for a row of no group. int32 [rows] */
  readonly ids: Int32Array;
}

/** The columns that must be kept of the data for this source. */
export function groupColumns(source: GroupSource | null, key: string | null): KeptColumn[] {
  return typeof source === 'string' ? [{ name: source, key }] : [];
}

/**
 * The group of each row: the value of the column, or the only group of the axis that its text mentions.
 * @param known groups in their order, such as those of the training rows; a row of another is of no group. Left out:
 * those that occur, sorted.
 */
export function rowGroups(
  source: GroupSource,
  examples: Pick<Examples, 'texts' | 'columns'>,
  known?: readonly string[],
): RowGroups {
  const name = groupSourceName(source);
  const values =
    typeof source === 'string'
      ? (examples.columns[source] ?? [])
      : examples.texts.map((text) => axisGroup(text, source.axis));
  const occurring = new Set(values.filter((value) => value !== null));
  const groups = known ?? [...occurring].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const positions = new Map(groups.map((group, position) => [group, position]));
  const ids = Int32Array.from(values, (value) =>
    value === null ? -1 : (positions.get(value) ?? -1),
  );
  return { name, groups, ids };
}

/** The group of an axis that a text is about; null where it mentions none, or several. */
function axisGroup(text: string, axis: string): string | null {
  const found = groupsIn(text)
    .map((group) => identityGroups[group])
    .filter((group) => group?.axis === axis);
  return found.length === 1 ? (found[0]?.name ?? null) : null;
}

import type { RowGroups } from '../../data/groups/rowGroups';
import type { FoundFields } from '../../data/fields';
import { ownColumn } from '../../config/groupColumns';
import { countOf } from '../../protocol/formatNumber';
import { UserError } from '../../protocol/errors';
import type { GroupSource } from '../../protocol/mitigationConfig';
import { listed } from './listed';

/** @throws UserError for groups that are the texts or the labels themselves, which often only the data show */
export function refuseOwnColumn(
  source: GroupSource,
  { text, label }: FoundFields,
  { file, key }: { readonly file: string; readonly key: string },
): void {
  const held = source === label ? 'label' : source === text ? 'text' : null;
  if (held === null || typeof source !== 'string') return;
  const { message, next } = ownColumn(source, held);
  throw new UserError(message, { place: { file }, key, next });
}

/**
 * Where every group has rows of one label only, the group says the label: weights cannot make the two independent, and who
 * unlearns one unlearns the other.
 * @param labels int32 [rows]
 * @param part of "mitigation" that would do so
 * @throws UserError
 */
export function requireMixedLabels(
  { name, groups, ids }: RowGroups,
  labels: Int32Array,
  { file, part }: { readonly file: string; readonly part: 'reweighing' | 'adversarial' },
): void {
  const labelsOf = groups.map(() => new Set<number>());
  for (const [row, group] of ids.entries()) if (group >= 0) labelsOf[group]?.add(labels[row] ?? 0);
  if (labelsOf.some(({ size }) => size > 1)) return;
  const why =
    part === 'reweighing'
      ? 'no weights can balance labels within a group'
      : 'a model that hides the group hides the label';
  throw new UserError(
    `Each group by "${name}" has training rows of one label only, so the group says the label: ${why}.`,
    {
      place: { file },
      key: `mitigation.${part}`,
      next: `Add rows of the other labels to the groups, name another column if "${name}" is the label under another name, or remove "${part}".`,
    },
  );
}

/** With fewer rows, what is done for a group hangs on single ones. */
const fewestRows = 10;

/** That groups of few rows are there; empty where there are none. */
export function describeSmallGroups({ groups, ids }: RowGroups): string[] {
  const counts = groups.map(() => 0);
  for (const id of ids) if (id >= 0) counts[id] = (counts[id] ?? 0) + 1;
  const few = groups.flatMap((group, at) => {
    const rows = counts[at] ?? 0;
    return rows > 0 && rows < fewestRows ? [`"${group}" (${countOf(rows, 'row')})`] : [];
  });
  if (few.length === 0) return [];
  return [
    `What is done for groups of so few training rows hangs on single ones: ${listed(few)}. Add such rows, or leave their group empty.`,
  ];
}

import { rowGroups, type RowGroups } from '../../data/groups/rowGroups';
import type { Datasets } from '../../data/loadDatasets';
import { countOf, formatCount } from '../../protocol/formatNumber';
import type { GroupSource } from '../../protocol/mitigationConfig';
import { UserError } from '../../protocol/errors';

/** More groups than this are names or numbers of rows, not groups of people. */
const mostGroups = 64;
const key = 'mitigation.groups';

/** Whom the rows of a run are about, by the same groups in both splits. */
export interface TrainingGroups {
  readonly train: RowGroups;
  /** Null where the column was not asked of the validation rows. */
  readonly validation: RowGroups | null;
}

/**
 * The groups of a run's rows.
 * @param before the rows before some were swapped: they tell why groups are missing
 * @throws UserError when the training rows are of fewer than two groups, or of too many to be groups
 */
export function trainingGroups(
  source: GroupSource,
  datasets: Datasets,
  before: Datasets = datasets,
): TrainingGroups {
  const train = rowGroups(source, datasets.train);
  const place = { file: datasets.train.path };
  const { name, groups } = train;
  if (groups.length < 2) {
    if (before !== datasets && rowGroups(source, before.train).groups.length >= 2)
      throw swappedAway(name, before.train.path);
    const found = groups.length === 0 ? 'none' : `one: "${groups[0] ?? ''}"`;
    throw new UserError(
      `"${name}" must tell at least two groups of training rows apart, but there is ${found}.`,
      { place, key, next: 'Name another column or axis, or add rows of other groups.' },
    );
  }
  if (groups.length > mostGroups)
    throw new UserError(
      `"${name}" has ${formatCount(groups.length)} different values in the training rows, more than groups can be compared (${mostGroups}).`,
      { place, key, next: 'Name a column with few values, such as one per group of people.' },
    );
  const { validation } = datasets;
  const isKnown = typeof source !== 'string' || validation?.columns[source] !== undefined;
  return {
    train,
    validation: validation && isKnown ? rowGroups(source, validation, groups) : null,
  };
}

function swappedAway(name: string, file: string): UserError {
  return new UserError(
    `"mitigation.counterfactual" puts swaps in the place of rows, and a swap has no "${name}" any more: no two groups are left.`,
    {
      place: { file },
      key: 'mitigation.counterfactual.sides',
      next: 'Set "sides" to 2, which keeps the originals, or tell groups by words: "groups": { "axis": "gender" }.',
    },
  );
}

/** `Groups by gender: "female" 1,204 rows, "male" 1,310 rows; 33 rows are of no group.` */
export function describeGroups({ name, groups, ids }: RowGroups): string {
  const counts = new Map<number, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  const parts = groups.map((group, id) => `"${group}" ${countOf(counts.get(id) ?? 0, 'row')}`);
  const none = counts.get(-1) ?? 0;
  const rest =
    none === 0 ? '' : `; ${none === 1 ? '1 row is' : `${formatCount(none)} rows are`} of no group`;
  return `Groups by ${name}: ${parts.join(', ')}${rest}.`;
}

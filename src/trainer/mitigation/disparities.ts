import { dependentRows } from '../../audit/groups/dependentRows';
import { gapStatistic } from '../../audit/groups/gaps';
import type { GroupSet } from '../../audit/groups/groupSet';
import { countRates } from '../../audit/groups/rates';
import { Pace } from '../../audit/statistics/pace';
import { rowGroups, type RowGroups } from '../../data/groups/rowGroups';
import type { LabelledExamples } from '../../data/loadDatasets';
import { UserError } from '../../protocol/errors';
import type { DisparityKey } from '../../protocol/metrics';
import type { EvaluationAuditConfig } from '../../protocol/runConfig';
import { comparedGroups, isLabel, type ComparedGroups } from './comparedGroups';

/** What is compared at every evaluation of a run. */
export interface FollowedDisparities {
  readonly sets: readonly FollowedSet[];
  /** Labels whose rates are compared, one against the rest; the largest disparity counts. */
  readonly labelIds: readonly number[];
  /** Sentences for the log. */
  readonly notes: readonly string[];
}

interface FollowedSet {
  readonly set: GroupSet;
  readonly compared: readonly ComparedGroups[];
}

/**
 * Groups of the validation rows, as far as a bias audit would judge them.
 * @throws UserError for a label that there is none of, and where fewer than two groups are large enough
 */
export async function followDisparities(
  { groups, metrics, positive }: EvaluationAuditConfig,
  validation: LabelledExamples,
  labels: readonly string[],
): Promise<FollowedDisparities> {
  const labelIds = comparedLabels(positive, labels);
  const dependent = await dependentRows(validation, new Pace({}));
  const notes: string[] = [];
  const sets = groups.map((source): FollowedSet => {
    const set = groupSetOf(rowGroups(source, validation));
    const found = comparedGroups(set, metrics, {
      labels: { ids: labelIds, names: labels, gold: validation.labelIds },
      ...{ dependent, file: validation.path },
    });
    notes.push(...found.notes);
    return { set, compared: found.compared };
  });
  return { sets, labelIds, notes };
}

function groupSetOf({ name, groups, ids }: RowGroups): GroupSet {
  const sizes = groups.map(() => 0);
  for (const id of ids) if (id >= 0) sizes[id] = (sizes[id] ?? 0) + 1;
  return { id: `group/${name}`, names: groups, groupOf: ids, sizes, note: null };
}

/** With two labels the differences of one are those of the other. */
function comparedLabels(positive: string | null, labels: readonly string[]): readonly number[] {
  if (positive === null) return labels.length === 2 ? [1] : [...labels.keys()];
  const id = labels.indexOf(positive);
  if (id >= 0) return [id];
  throw new UserError(`"evaluation.audit.positive" is "${positive}", which is no label here.`, {
    key: 'evaluation.audit.positive',
    next: `The labels are ${labels.slice(0, 12).join(', ')}.`,
  });
}

/**
 * The disparities of an evaluation by their keys, `demographic-parity-difference/gender`: the largest over the labels of which groups can be
 * compared, null where there is none, such as a true positive rate of which one group alone has rows enough.
 * @param predicted int32 [rows]
 */
export function disparitiesOf(
  { sets, labelIds }: FollowedDisparities,
  gold: Int32Array,
  predicted: Int32Array,
): Readonly<Record<DisparityKey, number | null>> {
  const entries = sets.flatMap(({ set, compared }) => {
    const rates = new Map(
      labelIds.map((id) => [
        id,
        countRates(set, { selected: isLabel(predicted, id), actual: isLabel(gold, id) }),
      ]),
    );
    return compared.map(({ metric, gap, labels }): [DisparityKey, number | null] => {
      const values = labels.map(({ id, groups }) =>
        gapStatistic(gap, groups, (name, group) => {
          const counts = rates.get(id)?.get(name);
          return (counts?.counted[group] ?? NaN) / (counts?.of[group] ?? NaN);
        }),
      );
      const largest = Math.max(...values);
      const name = set.id.slice('group/'.length);
      return [`${metric}/${name}`, Number.isFinite(largest) ? largest : null];
    });
  });
  return Object.fromEntries(entries);
}

import { gaps, gapStatistic, type Gap } from '../../audit/groups/gaps';
import { countRates, type RateName } from '../../audit/groups/rates';
import type { GroupSet } from '../../audit/groups/groupSet';
import { rowGroups, type RowGroups } from '../../data/groups/rowGroups';
import type { LabelledExamples } from '../../data/loadDatasets';
import { UserError } from '../../protocol/errors';
import { countOf } from '../../protocol/formatNumber';
import type { DisparityKey, DisparityMetric } from '../../protocol/metrics';
import type { EvaluationAuditConfig } from '../../protocol/runConfig';

/** Rates of smaller groups jump about more than any disparity worth a curve. */
const fewestRows = 30;

/** What is compared at every evaluation of a run. */
export interface FollowedDisparities {
  readonly metrics: readonly DisparityMetric[];
  readonly sets: readonly GroupSet[];
  /** Labels whose rates are compared, one against the rest; the largest disparity counts. */
  readonly labelIds: readonly number[];
  /** Sentences for the log. */
  readonly notes: readonly string[];
}

/**
 * Groups of the validation rows, without those of fewer than 30 rows.
 * @throws UserError for a label that there is none of, and where fewer than two groups are large enough
 */
export function followDisparities(
  { groups, metrics, positive }: EvaluationAuditConfig,
  validation: LabelledExamples,
  labels: readonly string[],
): FollowedDisparities {
  const known = groups.map((source) => rowGroups(source, validation));
  const sets = known.map((each) => largeGroups(each, validation.path));
  const notes = sets.flatMap(({ note }) => (note === null ? [] : [note]));
  return { metrics, sets, labelIds: comparedLabels(positive, labels), notes };
}

function largeGroups({ name, groups, ids }: RowGroups, file: string): GroupSet {
  const counts = groups.map(() => 0);
  for (const id of ids) if (id >= 0) counts[id] = (counts[id] ?? 0) + 1;
  const kept = [...groups.keys()].filter((group) => (counts[group] ?? 0) >= fewestRows);
  const small = [...groups.keys()].filter((group) => !kept.includes(group));
  const listed = (some: readonly number[]): string =>
    some
      .slice(0, 8)
      .map((group) => `${groups[group] ?? ''} (${countOf(counts[group] ?? 0, 'row')})`)
      .join(', ');
  if (kept.length < 2)
    throw new UserError(
      `Groups by ${name} cannot be compared while training: of ${groups.length === 0 ? 'no validation row is it known' : listed([...groups.keys()])}, and at least two groups of ${fewestRows} validation rows are needed.`,
      {
        place: { file },
        key: 'evaluation.audit.groups',
        next: 'Name another column or axis, add validation rows, or remove "evaluation.audit".',
      },
    );
  return {
    id: `group/${name}`,
    names: kept.map((group) => groups[group] ?? ''),
    groupOf: ids.map((id) => (id < 0 ? -1 : kept.indexOf(id))),
    sizes: kept.map((group) => counts[group] ?? 0),
    note:
      small.length === 0
        ? null
        : `Groups by ${name} of fewer than ${fewestRows} validation rows have no curve: ${listed(small)}${small.length > 8 ? ', …' : ''}.`,
  };
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
 * The disparities of an evaluation by their keys, `demographic-parity-difference/gender`. One is null where a rate of a group is
 * undefined, such as the true positive rate of a group in which no row has the label.
 * @param predicted int32 [rows]
 */
export function disparitiesOf(
  { metrics, sets, labelIds }: FollowedDisparities,
  gold: Int32Array,
  predicted: Int32Array,
): Readonly<Record<DisparityKey, number | null>> {
  const entries = sets.flatMap((set) =>
    metrics.map((metric): [DisparityKey, number | null] => {
      const values = labelIds.map((label) => disparity(set, metric, { label, gold, predicted }));
      const name = set.id.slice('group/'.length);
      const largest = Math.max(...values);
      return [`${metric}/${name}`, Number.isNaN(largest) ? null : largest];
    }),
  );
  return Object.fromEntries(entries);
}

function disparity(
  set: GroupSet,
  metric: DisparityMetric,
  { label, gold, predicted }: { label: number; gold: Int32Array; predicted: Int32Array },
): number {
  const of = (ids: Int32Array): Uint8Array => Uint8Array.from(ids, (id) => Number(id === label));
  const rates = countRates(set, { selected: of(predicted), actual: of(gold) });
  const groups = [...set.names.keys()];
  const rate = (name: RateName, group: number): number => {
    const counts = rates.get(name);
    return (counts?.counted[group] ?? 0) / (counts?.of[group] ?? 0);
  };
  const gap = gapOf(metric);
  // note: a rate that one group lacks makes the whole comparison undefined, not one of the others.
  const isUndefined = gap.parts.some((name) =>
    groups.some((each) => Number.isNaN(rate(name, each))),
  );
  return isUndefined ? NaN : gapStatistic(gap, groups, rate);
}

function gapOf(metric: DisparityMetric): Gap {
  const found = gaps.find((gap) => gap.metric === metric && gap.combine === 'worst-case');
  if (found === undefined) throw new Error(`${metric} is defined nowhere.`);
  return found;
}

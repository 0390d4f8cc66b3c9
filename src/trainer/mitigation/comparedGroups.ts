import type { DependentRows } from '../../audit/groups/dependentRows';
import { gaps, type Gap } from '../../audit/groups/gaps';
import { fewestBehind, fewestRows } from '../../audit/groups/gate';
import type { GroupSet } from '../../audit/groups/groupSet';
import { countRates, isJudged, type RateCounts } from '../../audit/groups/rates';
import { assertNever } from '../../protocol/assertNever';
import { UserError } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';
import type { DisparityMetric } from '../../protocol/metrics';
import { listed } from './listed';

/** The groups that a disparity of a set is over, label by label. */
export interface ComparedGroups {
  readonly metric: DisparityMetric;
  readonly gap: Gap;
  /** Labels of which two groups or more can be compared. */
  readonly labels: readonly { readonly id: number; readonly groups: readonly number[] }[];
}

export interface ComparedLabels {
  readonly ids: readonly number[];
  readonly names: readonly string[];
  /** True labels. int32 [rows] */
  readonly gold: Int32Array;
}

/**
 * Which groups are compared: those that a bias audit judges, by the same rule. It is a matter of the true labels alone, so that all
 * evaluations of a run compare the same groups.
 * @returns with sentences about what is left out
 * @throws UserError where no metric has two groups to compare
 */
export function comparedGroups(
  set: GroupSet,
  metrics: readonly DisparityMetric[],
  {
    labels,
    dependent,
    file,
  }: {
    readonly labels: ComparedLabels;
    readonly dependent: DependentRows;
    readonly file: string;
  },
): { readonly compared: readonly ComparedGroups[]; readonly notes: readonly string[] } {
  const rates = labels.ids.map((id) => ({
    id,
    rates: countRates(
      set,
      { selected: new Uint8Array(labels.gold.length), actual: isLabel(labels.gold, id) },
      dependent,
    ),
  }));
  const all = [...set.names.keys()];
  const counts = rates[0]?.rates.get('selection-rate');
  const small = all.filter((group) => (counts?.inAll.own[group] ?? 0) < fewestRows);
  const name = set.id.slice('group/'.length);
  const whole = { set, counts, name };
  if (all.length - small.length < 2) throw tooFewGroups(whole, file);
  const notes =
    small.length === 0
      ? []
      : [
          `Groups by ${name} of fewer than ${fewestRows} validation rows have no curve: ${listed(small.map((group) => sizeOf(whole, group)))}.`,
        ];
  const compared = metrics.map((metric): ComparedGroups => {
    const gap = gapOf(metric);
    const found = rates.map(({ id, rates: of }) => {
      const judged = (group: number): boolean =>
        gap.parts.every((part) => {
          const ofPart = of.get(part);
          return ofPart !== undefined && isJudged(ofPart, group);
        });
      return { id, groups: all.filter(judged) };
    });
    const kept = found.filter(({ groups }) => groups.length > 1);
    notes.push(...leftOut({ metric, found }, { set, name, small, labels }));
    return { metric, gap, labels: kept };
  });
  if (compared.every((each) => each.labels.length === 0))
    throw new UserError(`Nothing can be compared by ${name} while training. ${notes.join(' ')}`, {
      place: { file },
      key: 'evaluation.audit.metrics',
      next: 'Follow "demographic-parity-difference", which needs no true labels, add validation rows, or remove "evaluation.audit".',
    });
  return { compared, notes };
}

/** 1 for rows with the label. */
export function isLabel(ids: Int32Array, label: number): Uint8Array {
  return Uint8Array.from(ids, (id) => Number(id === label));
}

function gapOf(metric: DisparityMetric): Gap {
  const found = gaps.find((gap) => gap.metric === metric && gap.combine === 'worst-case');
  if (found === undefined) throw new Error(`${metric} is defined nowhere.`);
  return found;
}

interface Sized {
  readonly set: GroupSet;
  readonly name: string;
  readonly counts: RateCounts | undefined;
}

function tooFewGroups(sized: Sized, file: string): UserError {
  const { set, name } = sized;
  const known =
    set.names.length === 0
      ? 'no validation row is it known'
      : listed([...set.names.keys()].map((group) => sizeOf(sized, group)));
  return new UserError(
    `Groups by ${name} cannot be compared while training: of ${known}, and at least two groups of ${fewestRows} validation rows are needed.`,
    {
      place: { file },
      key: 'evaluation.audit.groups',
      next: 'Name another column or axis, add validation rows, or remove "evaluation.audit".',
    },
  );
}

function sizeOf({ set, counts }: Sized, group: number): string {
  const rows = set.sizes[group] ?? 0;
  const independent = Math.floor(counts?.inAll.own[group] ?? rows);
  const repeats =
    independent < rows ? `, as good as ${formatCount(independent)} of different texts` : '';
  return `${set.names[group] ?? ''} (${countOf(rows, 'row')}${repeats})`;
}

/** What the figure of a metric does not say, beyond groups that are too small for all metrics. */
function leftOut(
  {
    metric,
    found,
  }: {
    readonly metric: DisparityMetric;
    readonly found: ComparedGroups['labels'];
  },
  {
    set,
    name,
    small,
    labels,
  }: {
    readonly set: GroupSet;
    readonly name: string;
    readonly small: readonly number[];
    readonly labels: ComparedLabels;
  },
): string[] {
  const key = `${metric}/${name}`;
  const needed = neededRows(metric, labels);
  const ofLabel = (id: number): string =>
    labels.ids.length === 1 ? '' : ` for "${labels.names[id] ?? ''}"`;
  const without = found.filter(({ groups }) => groups.length < 2);
  const few = found.flatMap(({ id, groups }) =>
    groups.length < 2
      ? []
      : [...set.names.keys()]
          .filter((group) => !groups.includes(group) && !small.includes(group))
          .map((group) => `${set.names[group] ?? ''}${ofLabel(id)}`),
  );
  const sentences: string[] = [];
  if (without.length === found.length)
    sentences.push(`${key} is null: fewer than two groups have ${needed}.`);
  else if (without.length > 0)
    sentences.push(
      `${key} leaves out ${listed(without.map(({ id }) => `"${labels.names[id] ?? ''}"`))}: fewer than two groups have ${needed}.`,
    );
  if (few.length > 0)
    sentences.push(`${key} leaves out groups with fewer than ${needed}: ${listed(few)}.`);
  return sentences;
}

/** What a group must have beyond rows in all. */
function neededRows(metric: DisparityMetric, { ids, names }: ComparedLabels): string {
  const [id] = ids;
  const label = ids.length === 1 && id !== undefined ? ` "${names[id] ?? ''}"` : '';
  switch (metric) {
    case 'demographic-parity-difference':
      return `${fewestBehind} validation rows`;
    case 'equalized-odds-difference':
      return `${fewestBehind} validation rows with the label${label} and ${fewestBehind} without it`;
    default:
      return assertNever(metric, 'metric');
  }
}

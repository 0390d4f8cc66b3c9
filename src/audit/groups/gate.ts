import { countOf, formatCount, formatMetric } from '../../protocol/formatNumber';
import type { ScoredRows } from '../scoredRows';
import { competenceOf } from '../statistics/competence';
import { fewestJudged } from '../statistics/fewestJudged';
import type { MeasuredCheck } from '../statistics/judge';
import { alikeness } from './alikeness';
import { effectiveRows } from './effectiveRows';
import type { DependentRows } from './dependentRows';

/** Groups with fewer rows are shown, but not judged. */
export const fewestRows = fewestJudged;

/** Rows that a rate of a group must be a share of to be judged: fewer than 30, since exact tests and permutations hold for any number. */
export const fewestBehind = 10;

/** Why all verdicts of a model are withheld. */
export interface Gate {
  readonly withheld: NonNullable<MeasuredCheck['withheld']>;
  readonly reason: string;
}

/** @returns null where the model may be judged, or nobody can tell for want of true labels */
export function gateOf(
  { gold, labels }: ScoredRows,
  predicted: Int32Array,
  dependent: DependentRows,
): Gate | null {
  if (gold === null) return null;
  const [right, rows] = [new Float64Array(labels.length), new Float64Array(labels.length)];
  for (const [row, label] of gold.entries()) {
    rows[label] = (rows[label] ?? 0) + 1;
    if (predicted[row] === label) right[label] = (right[label] ?? 0) + 1;
  }
  const all = {
    ...{ count: gold.length, isIn: () => true },
    valueOf: (row: number) => Number(predicted[row] === gold[row]),
  };
  const alike = alikeness(dependent, all);
  const { own: independent } = effectiveRows(dependent, gold, rows, { ...all, alike });
  const share = (label: number): number => (independent[label] ?? 0) / (rows[label] ?? 1);
  const competence = competenceOf(
    right.map((count, label) => (count === 0 ? 0 : count * share(label))),
    independent,
  );
  if (competence === null)
    return {
      withheld: 'not-enough-data',
      reason:
        'All rows have the same true label, so nobody can tell whether the model is any good.',
    };
  if (competence.isEnough) return null;
  const counting = Math.round(independent.reduce((sum, count) => sum + count, 0));
  if (counting < fewestRows)
    return {
      withheld: 'not-enough-data',
      reason: `With ${countOf(gold.length, 'row')}${countingWords(counting, gold.length)} nobody can tell whether the model is any good; ${fewestRows} are the fewest.`,
    };
  const [value, low, high, floor] = [
    ...[competence.value, competence.low, competence.high, competence.floor].map(formatMetric),
  ];
  return {
    withheld: 'model-too-weak',
    reason: `The balanced accuracy of the model is ${value ?? ''} (${low ?? ''} to ${high ?? ''}), which is not surely above ${floor ?? ''}, hardly more than chance: whom its errors hit says nothing yet.`,
  };
}

function countingWords(counting: number, rows: number): string {
  return counting < rows
    ? `, which depend on each other and count as ${formatCount(counting)},`
    : '';
}

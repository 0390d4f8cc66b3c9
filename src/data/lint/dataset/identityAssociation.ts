import { identityGroups, groupsIn, type IdentityGroup } from '../../identity/findGroups';
import { benjaminiHochberg } from '../../statistics/benjaminiHochberg';
import { fisherExact } from '../../statistics/exactTests';
import type { DatasetRule } from '../rule';
import { threshold } from './datasetThresholds';
import { hasLabels, LabelCounts } from './labelCounts';
import { formatCount } from '../../../protocol/formatNumber';

/** Share of wrong findings among all that is accepted. */
const falseDiscoveries = 0.05;
/** With fewer rows about a group a difference is not worth a test. */
const fewestRows = 10;
/** Rows that a finding points to. */
const mostShown = 5;
/** More labels make tables too thin to test. */
const mostLabels = 50;

/**
 * L-FAIR-01: rows about one group of people have a label more often than rows about others of the same axis only (women and men, say):
 * Fisher's exact test, with Benjamini and Hochberg's adjustment for all groups and labels. Where rows are about one group of an axis
 * only, they are compared with the rows about none.
 */
export const identityRule: DatasetRule = {
  ids: ['L-FAIR-01'],
  applies: hasLabels,
  begin: (context) => {
    const counts = new LabelCounts();
    const tally = new GroupTally();
    return {
      see(row) {
        const label = counts.see(row);
        if (label === null || label >= mostLabels) return;
        const groups = new Set<number>();
        for (const { role, text } of row.parts())
          if (role !== 'label') for (const group of groupsIn(text)) groups.add(group);
        tally.add(groups, label, row.line);
      },
      finish(report) {
        if (counts.labels.length > mostLabels) return;
        const comparisons = tally.comparisons(counts.labels.length);
        const adjusted = benjaminiHochberg(comparisons.map(({ pValue }) => pValue));
        for (const [index, comparison] of comparisons.entries()) {
          const { group, other, label, own, theirs } = comparison;
          const pValue = adjusted[index] ?? 1;
          const [share, otherShare] = [own.having / own.rows, theirs.having / theirs.rows];
          const difference = Math.abs(share - otherShare);
          if (pValue >= falseDiscoveries) continue;
          if (difference <= threshold(context, 'identityDifference')) continue;
          const { axis, name } = identityGroups[group] ?? { axis: '', name: '' };
          const text = counts.labels[label]?.text ?? '';
          const isMore = share > otherShare;
          const whom = isMore ? `"${name}"` : other === 'none' ? 'none of these groups' : other;
          const message = `labelled "${text}", about ${whom}`;
          const lines = isMore ? comparison.ownLines : comparison.theirLines;
          report('L-FAIR-01', null, {
            at: { path: [] },
            related: lines.map((line) => ({ path: context.path, line, message })),
            message: `Rows about ${axis} "${name}" have the label "${text}" in ${percent(share)} of ${formatCount(own.rows)} cases, rows about ${other} in ${percent(otherShare)} of ${formatCount(theirs.rows)} (p = ${pValue.toPrecision(2)}): a model learns that. Balance or reweigh them.`,
          });
        }
      },
    };
  },
};

/** The axis of groups that a finding of this rule is about, as its message names it. */
export function axisOfFinding(message: string): string | null {
  return /^Rows about (\S+) "/.exec(message)?.[1] ?? null;
}

/** Rows of one kind, and how many of them have the label in question. */
interface Count {
  readonly rows: number;
  readonly having: number;
}

export interface Comparison {
  readonly group: number;
  /** What it is compared with, in words. */
  readonly other: string;
  readonly label: number;
  readonly own: Count;
  readonly theirs: Count;
  readonly pValue: number;
  /** First lines of some rows of either side that have the label. */
  readonly ownLines: readonly number[];
  readonly theirLines: readonly number[];
}

/** Rows by what they are about and by label. */
export class GroupTally {
  /** By group: rows about it and no other of its axis; by axis: rows about none; each by label. */
  readonly #only = new Map<number, number[]>();
  readonly #none = new Map<string, number[]>();
  /** First lines of some rows, by the same keys and by label. */
  readonly #lines = new Map<number | string, number[][]>();
  readonly #groups: readonly IdentityGroup[];
  readonly #axes: ReadonlyMap<string, readonly number[]>;

  /** @param groups those that `add` and `comparisons` speak of, by their numbers */
  constructor(groups: readonly IdentityGroup[] = identityGroups) {
    this.#groups = groups;
    this.#axes = axesOf(groups);
  }

  /** @param line where the row begins, to show it; left out: it need not be shown */
  add(groups: ReadonlySet<number>, label: number, line?: number): void {
    for (const [axis, members] of this.#axes) {
      const mentioned = members.filter((group) => groups.has(group));
      const [group] = mentioned;
      if (group === undefined) count(this.#none, axis, label);
      else if (mentioned.length === 1) count(this.#only, group, label);
      if (line !== undefined && mentioned.length < 2) this.#note(group ?? axis, label, line);
    }
  }

  /** All comparisons that have enough rows; of two labels the second tells all about the first. */
  comparisons(labels: number): Comparison[] {
    const found: Comparison[] = [];
    for (const [axis, members] of this.#axes) {
      const present = members.filter((group) => sum(this.#only.get(group)) >= fewestRows);
      // Of two groups the first tells all about the second.
      for (const group of present.length === 2 ? present.slice(0, 1) : present) {
        const own = this.#only.get(group) ?? [];
        const others = present.filter((each) => each !== group);
        const theirs =
          others.length === 0
            ? (this.#none.get(axis) ?? [])
            : added(others.map((each) => this.#only.get(each) ?? []));
        if (sum(theirs) < fewestRows) continue;
        const other =
          others.length === 0
            ? `none`
            : others.length === 1
              ? `"${this.#groups[others[0] ?? 0]?.name ?? ''}"`
              : `other groups`;
        for (let label = labels === 2 ? 1 : 0; label < labels; label += 1)
          found.push({
            ...compared(group, other, label, own, theirs),
            ownLines: this.#linesOf([group], label),
            theirLines: this.#linesOf(others.length === 0 ? [axis] : others, label),
          });
      }
    }
    return found;
  }

  #note(key: number | string, label: number, line: number): void {
    const byLabel = this.#lines.get(key) ?? [];
    this.#lines.set(key, byLabel);
    const lines = (byLabel[label] ??= []);
    if (lines.length < mostShown) lines.push(line);
  }

  #linesOf(keys: readonly (number | string)[], label: number): number[] {
    const lines = keys.flatMap((key) => this.#lines.get(key)?.[label] ?? []);
    return lines.sort((a, b) => a - b).slice(0, mostShown);
  }
}

function compared(
  group: number,
  other: string,
  label: number,
  own: readonly number[],
  theirs: readonly number[],
): Omit<Comparison, 'ownLines' | 'theirLines'> {
  const [mine, others] = [
    { rows: sum(own), having: own[label] ?? 0 },
    { rows: sum(theirs), having: theirs[label] ?? 0 },
  ];
  const pValue = fisherExact(
    mine.having,
    mine.rows - mine.having,
    others.having,
    others.rows - others.having,
  );
  return { group, other, label, own: mine, theirs: others, pValue };
}

function axesOf(groups: readonly IdentityGroup[]): ReadonlyMap<string, readonly number[]> {
  const axes = new Map<string, number[]>();
  for (const [group, { axis }] of groups.entries())
    axes.set(axis, [...(axes.get(axis) ?? []), group]);
  return axes;
}

function count<K>(counts: Map<K, number[]>, key: K, label: number): void {
  const row = counts.get(key) ?? [];
  counts.set(key, row);
  row[label] = (row[label] ?? 0) + 1;
}

function sum(counts: readonly (number | undefined)[] | undefined): number {
  let total = 0;
  for (const each of counts ?? []) total += each ?? 0;
  return total;
}

function added(lists: readonly (readonly (number | undefined)[])[]): number[] {
  const total: number[] = [];
  for (const list of lists)
    for (const [label, each] of list.entries()) total[label] = (total[label] ?? 0) + (each ?? 0);
  return total;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

import type { RowGroups } from '../../data/groups/rowGroups';
import { formatNumber } from '../../protocol/formatNumber';

/**
 * Weights that make groups and labels independent of each other, https://doi.org/10.1007/s10115-011-0463-8:
 *   w(a, y) = N_a * N_y / (N * N_ay), over the rows that have a group
 * Rows of no group weigh 1, so that the weights of all rows add up to their number and every label keeps its share.
 * @param labels int32 [rows]
 * @returns float64 [rows]
 */
export function reweighing({ ids, groups }: RowGroups, labels: Int32Array): Float64Array {
  const { ofGroup, ofLabel, ofBoth, total } = countRows({ ids, groups }, labels);
  return Float64Array.from(ids, (group, row) => {
    if (group < 0) return 1;
    const label = labels[row] ?? 0;
    const both = ofBoth.get(cell(group, label)) ?? 0;
    return ((ofGroup[group] ?? 0) * (ofLabel.get(label) ?? 0)) / (total * both);
  });
}

/** Pairs of group and label that no row has: no weight can make up for them. */
export function emptyCells(
  rows: Pick<RowGroups, 'ids' | 'groups'>,
  labels: Int32Array,
): readonly { readonly group: number; readonly label: number }[] {
  const { ofLabel, ofBoth } = countRows(rows, labels);
  return rows.groups.flatMap((_, group) =>
    [...ofLabel.keys()]
      .sort((a, b) => a - b)
      .filter((label) => !ofBoth.has(cell(group, label)))
      .map((label) => ({ group, label })),
  );
}

/** What the log says of the weights: of each pair of group and label, the heaviest first; and which pairs have no rows. */
export function describeReweighing(
  groups: RowGroups,
  labels: Int32Array,
  labelNames: readonly string[],
): string[] {
  const weights = reweighing(groups, labels);
  const found = new Map<string, number>();
  const named = (group: number, label: number): string =>
    `"${groups.groups[group] ?? ''}" with "${labelNames[label] ?? ''}"`;
  for (const [row, group] of groups.ids.entries())
    if (group >= 0) found.set(named(group, labels[row] ?? 0), weights[row] ?? 0);
  const heaviest = [...found].sort(([, a], [, b]) => b - a);
  const shown = heaviest
    .slice(0, mostShown)
    .map(([pair, weight]) => `${pair} ${formatNumber(weight)}`);
  const more = heaviest.length > mostShown ? `, and ${heaviest.length - mostShown} more` : '';
  const missing = emptyCells(groups, labels).map(({ group, label }) => named(group, label));
  return [
    `Reweighing by ${groups.name}, weights of rows: ${shown.join(', ')}${more}.`,
    ...(missing.length === 0
      ? []
      : [
          `No row is of ${missing.slice(0, mostShown).join(', ')}: weights cannot balance what is not there. Add such rows.`,
        ]),
  ];
}

/** Pairs of group and label that are named. */
const mostShown = 12;

interface Counts {
  readonly ofGroup: Float64Array;
  readonly ofLabel: ReadonlyMap<number, number>;
  readonly ofBoth: ReadonlyMap<string, number>;
  readonly total: number;
}

const cell = (group: number, label: number): string => `${group} ${label}`;

function countRows({ ids, groups }: Pick<RowGroups, 'ids' | 'groups'>, labels: Int32Array): Counts {
  const ofGroup = new Float64Array(groups.length);
  const ofLabel = new Map<number, number>();
  const ofBoth = new Map<string, number>();
  let total = 0;
  for (const [row, group] of ids.entries()) {
    if (group < 0) continue;
    const label = labels[row] ?? 0;
    const both = cell(group, label);
    ofGroup[group] = (ofGroup[group] ?? 0) + 1;
    ofLabel.set(label, (ofLabel.get(label) ?? 0) + 1);
    ofBoth.set(both, (ofBoth.get(both) ?? 0) + 1);
    total += 1;
  }
  return { ofGroup, ofLabel, ofBoth, total };
}

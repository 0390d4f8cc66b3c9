// Group distributionally robust optimisation, https://arxiv.org/abs/1911.08731:
//   q_g <- q_g * exp(eta * (l_g + C / sqrt(n_g))), then q sums to 1; loss = sum q_g * l_g
// The paper draws every group equally often. Here batches are those of any training, so that a rare group is absent from many:
// l_g is its mean loss in the accumulated batch over the probability that it is there, and 0 where it is not, which is right on average.
import type { RowGroups } from '../../data/groups/rowGroups';
import { countOf, formatNumber } from '../../protocol/formatNumber';
import type { GroupDroConfig } from '../../protocol/mitigationConfig';
import { listed } from './listed';

/** What group DRO weighs: groups, or pairs of group and label. Rows of no group are a group as well. */
export interface GroupCells {
  readonly names: readonly string[];
  /** Position of each row's cell in `names`, int32 [rows]. */
  readonly ids: Int32Array;
  /** Rows of each cell. */
  readonly counts: readonly number[];
}

/** The cells that occur, by group and label, rows of no group first. */
export function groupCells(
  { groups, ids }: RowGroups,
  { labels, labelNames }: { readonly labels: Int32Array; readonly labelNames: readonly string[] },
  over: GroupDroConfig['over'],
): GroupCells {
  const width = over === 'group' ? 1 : labelNames.length;
  const keys = Array.from(ids, (group, row) => {
    return (group + 1) * width + (over === 'group' ? 0 : (labels[row] ?? 0));
  });
  const order = [...new Set(keys)].sort((a, b) => a - b);
  const positions = new Map(order.map((key, position) => [key, position]));
  const counts = order.map(() => 0);
  const cells = Int32Array.from(keys, (key) => {
    const position = positions.get(key) ?? 0;
    counts[position] = (counts[position] ?? 0) + 1;
    return position;
  });
  const names = order.map((key) => {
    const group = Math.floor(key / width) - 1;
    const name = group < 0 ? 'no group' : `"${groups[group] ?? ''}"`;
    return over === 'group' ? name : `${name} with "${labelNames[key % width] ?? ''}"`;
  });
  return { names, ids: cells, counts };
}

/** With fewer rows, a group that does worst is learnt by heart. */
const fewestRows = 10;

/** That groups of few rows may decide the training; empty where there are none. */
export function describeFewRows({ names, counts }: GroupCells): string[] {
  const few = names.flatMap((name, at) => {
    const rows = counts[at] ?? 0;
    return rows < fewestRows ? [`${name} ${countOf(rows, 'row')}`] : [];
  });
  if (few.length === 0) return [];
  return [
    `Group DRO weighs whoever does worst most, however few they are: ${listed(few)}. Add such rows, or take them out of the groups.`,
  ];
}

/** Every group weighs the same before the first step. */
export function firstGroupWeights({ names }: GroupCells): readonly number[] {
  return names.map(() => 1 / names.length);
}

/** A group that is hardly ever there would take over with one batch; beyond this its losses count for less than they should. */
const mostCorrection = 10;

/**
 * What the mean loss of each group counts where it is there: 1 / the probability that `batchRows` rows drawn without replacement hold
 * one of its rows, at most 10.
 */
export function presenceCorrections({ counts }: GroupCells, batchRows: number): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => {
    let absent = 1;
    for (let row = 0; row < Math.min(batchRows, all) && absent > 0; row += 1)
      absent *= Math.max(0, all - count - row) / (all - row);
    return Math.min(mostCorrection, 1 / (1 - absent));
  });
}

/**
 * The weights after a batch.
 * @param losses l_g of every group, corrected for the batches without it, without the adjustment
 */
export function nextGroupWeights(
  before: readonly number[],
  losses: readonly number[],
  { counts }: GroupCells,
  { stepSize, adjustment }: GroupDroConfig,
): readonly number[] {
  const exponents = losses.map(
    (loss, cell) => stepSize * (loss + adjustment / Math.sqrt(counts[cell] ?? 1)),
  );
  // note: a common factor falls out of the sum; without it exp overflows at losses above 700.
  const largest = Math.max(...exponents);
  const raised = before.map((weight, cell) => weight * Math.exp((exponents[cell] ?? 0) - largest));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((weight) => weight / sum);
}

/** "Group DRO weighs "west" with "glad" .940 (12 rows), …": the heaviest first. */
export function describeGroupWeights(
  { names, counts }: GroupCells,
  weights: readonly number[],
): string {
  const mostShown = 12;
  const heaviest = [...names.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const shown = heaviest
    .slice(0, mostShown)
    .map(
      (cell) =>
        `${names[cell] ?? ''} ${formatNumber(weights[cell])} (${countOf(counts[cell] ?? 0, 'row')})`,
    );
  const more = names.length > mostShown ? `, and ${names.length - mostShown} more` : '';
  return `Group DRO weighs ${shown.join(', ')}${more}.`;
}

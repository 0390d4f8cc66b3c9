import { kishRows } from '../groups/effectiveRows';
import type { GroupSet } from '../groups/groupSet';
import type { RateName } from '../groups/rates';
import { drawBinomial } from '../statistics/drawBinomial';
import { cellsEach, isBehind } from './pairedTable';
import type { Model, PairedTable } from './pairedTable';

/** Rows under two models as a table, and how they depend on each other. */
export interface PairedRows {
  /** All rows. */
  readonly table: PairedTable;
  /** Rows that depend on no other. */
  readonly alone: PairedTable;
  readonly clusters: readonly ClusterKind[];
  /** The same by the group with whose rows they are drawn. [groups] */
  readonly clustersOf: readonly (readonly ClusterKind[])[];
}

/** Clusters whose rows fall into the same cells, as many each. */
export interface ClusterKind {
  /** Places in the table, ascending. */
  readonly cells: Int32Array;
  /** Rows in each of `cells`. */
  readonly rows: Int32Array;
  /** The group of the first row, with whose rows it is drawn. */
  readonly group: number;
  /** How many such clusters there are. */
  times: number;
}

/**
 * @param clusterOf rows of one number depend on each other; null where none does [rows]
 * @param rows actual, before, after: 1 or 0 a row; actual null: without true labels, all count as having none
 */
export function pairedRows(
  { groupOf, names }: GroupSet,
  clusterOf: Int32Array | null,
  rows: {
    readonly actual: Uint8Array | null;
    readonly before: Uint8Array;
    readonly after: Uint8Array;
  },
): PairedRows {
  const table = new Float64Array(names.length * cellsEach);
  const members = new Map<number, number[]>();
  for (const [row, group] of groupOf.entries()) {
    if (group < 0) continue;
    const cell =
      group * cellsEach +
      (rows.actual?.[row] ?? 0) * 4 +
      (rows.before[row] ?? 0) * 2 +
      (rows.after[row] ?? 0);
    table[cell] = (table[cell] ?? 0) + 1;
    if (clusterOf === null) continue;
    const cluster = clusterOf[row] ?? row;
    const known = members.get(cluster);
    if (known === undefined) members.set(cluster, [cell]);
    else known.push(cell);
  }
  const clustersOf = names.map((): ClusterKind[] => []);
  if (clusterOf === null) return { table, alone: table, clusters: [], clustersOf };
  const alone = new Float64Array(table.length);
  const kinds = new Map<string, ClusterKind>();
  for (const cells of members.values()) {
    const [first = 0] = cells;
    if (cells.length === 1) {
      alone[first] = (alone[first] ?? 0) + 1;
      continue;
    }
    const group = Math.floor(first / cellsEach);
    const ascending = Int32Array.from(cells).sort();
    const key = `${group} ${ascending.join(' ')}`;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { ...countsOf(ascending), group, times: 1 });
    else known.times += 1;
  }
  for (const kind of kinds.values()) clustersOf[kind.group]?.push(kind);
  return { table, alone, clusters: [...kinds.values()], clustersOf };
}

function countsOf(ascending: Int32Array): Pick<ClusterKind, 'cells' | 'rows'> {
  const counts = new Map<number, number>();
  for (const cell of ascending) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  return { cells: Int32Array.from(counts.keys()), rows: Int32Array.from(counts.values()) };
}

/** Clusters that the rows of some groups count as of which a rate is a share. */
export function clustersBehind(
  { table, alone, clusters }: PairedRows,
  { name, model }: { readonly name: RateName; readonly model: Model },
  groups: ReadonlySet<number>,
): number {
  const isIn = (at: number): boolean =>
    groups.has(Math.floor(at / cellsEach)) && isBehind(name, model, at % cellsEach);
  let [rows, squares] = [0, 0];
  for (let at = 0; at < table.length; at += 1) {
    if (!isIn(at)) continue;
    rows += table[at] ?? 0;
    squares += alone[at] ?? 0;
  }
  for (const { cells, rows: counts, times } of clusters) {
    let own = 0;
    for (const [place, cell] of cells.entries()) if (isIn(cell)) own += counts[place] ?? 0;
    squares += times * own * own;
  }
  return kishRows(rows, squares);
}

/** The table when the two answers of each cluster, a row that stands alone or several, change places with probability one half. */
export function exchangedTable(
  { alone, clusters }: PairedRows,
  into: PairedTable,
  next: () => number,
): void {
  into.set(alone);
  for (let at = 0; at < alone.length; at += 4) {
    const differing = (alone[at + 1] ?? 0) + (alone[at + 2] ?? 0);
    const first = drawBinomial(differing, 0.5, next);
    into[at + 1] = first;
    into[at + 2] = differing - first;
  }
  for (const { cells, rows, times } of clusters) {
    const exchanged = drawBinomial(times, 0.5, next);
    for (const [place, cell] of cells.entries()) {
      const count = rows[place] ?? 0;
      const other = exchangedCell(cell);
      into[cell] = (into[cell] ?? 0) + (times - exchanged) * count;
      into[other] = (into[other] ?? 0) + exchanged * count;
    }
  }
}

/** Where a row stands once its answers have changed places: [.., before 0, after 1] and [.., before 1, after 0]. */
function exchangedCell(cell: number): number {
  const answers = cell % 4;
  return answers === 1 ? cell + 1 : answers === 2 ? cell - 1 : cell;
}

/** A bootstrap sample: of each group as many clusters as it has, rows that stand alone among them. */
export function resampledTable(
  { alone, clustersOf }: PairedRows,
  into: PairedTable,
  next: () => number,
): void {
  into.fill(0);
  for (let start = 0; start < alone.length; start += cellsEach) {
    const own = clustersOf[start / cellsEach] ?? [];
    let units = own.reduce((sum, { times }) => sum + times, 0);
    for (let cell = 0; cell < cellsEach; cell += 1) units += alone[start + cell] ?? 0;
    let [left, unseen] = [units, units];
    const draw = (count: number): number => {
      const drawn = unseen === 0 ? 0 : drawBinomial(left, count / unseen, next);
      left -= drawn;
      unseen -= count;
      return drawn;
    };
    for (let at = start; at < start + cellsEach; at += 1)
      into[at] = (into[at] ?? 0) + draw(alone[at] ?? 0);
    for (const { cells, rows, times } of own) {
      const drawn = draw(times);
      for (const [place, cell] of cells.entries())
        into[cell] = (into[cell] ?? 0) + drawn * (rows[place] ?? 0);
    }
  }
}

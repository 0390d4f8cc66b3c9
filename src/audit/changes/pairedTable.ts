import { drawBinomial } from '../statistics/drawBinomial';
import type { GroupSet } from '../groups/groupSet';
import type { RateName } from '../groups/rates';

/** Rows counted by group, by whether they have the label, and by whether either model selects them. */
export type PairedTable = Float64Array; // [groups, label 2, before 2, after 2]

/** @param actual, before, after 1 or 0 a row; actual null: without true labels, all count as having none */
export function pairedTable(
  { groupOf, names }: GroupSet,
  rows: {
    readonly actual: Uint8Array | null;
    readonly before: Uint8Array;
    readonly after: Uint8Array;
  },
): PairedTable {
  const table = new Float64Array(names.length * 8);
  for (const [row, group] of groupOf.entries()) {
    if (group < 0) continue;
    const cell =
      group * 8 +
      (rows.actual?.[row] ?? 0) * 4 +
      (rows.before[row] ?? 0) * 2 +
      (rows.after[row] ?? 0);
    table[cell] = (table[cell] ?? 0) + 1;
  }
  return table;
}

export type Model = 'before' | 'after';

/** A rate of some groups under one model; NaN for no rows. For `accuracy` a table holds who is right in place of who is selected. */
export function tableRate(
  table: PairedTable,
  model: Model,
  name: RateName,
  groups: readonly number[],
): number {
  let [counted, of] = [0, 0];
  for (const group of groups) {
    const [falsely, truly] = [
      selectedOf(table, model, group, 0),
      selectedOf(table, model, group, 1),
    ];
    switch (name) {
      case 'selection-rate':
      case 'accuracy':
        counted += falsely + truly;
        of += rowsOf(table, group, 0) + rowsOf(table, group, 1);
        break;
      case 'true-positive-rate':
        counted += truly;
        of += rowsOf(table, group, 1);
        break;
      case 'false-positive-rate':
        counted += falsely;
        of += rowsOf(table, group, 0);
        break;
      case 'positive-predictive-value':
        counted += truly;
        of += falsely + truly;
        break;
    }
  }
  return counted / of;
}

/** Rows that a rate is a share of, the fewer of both models. */
export function tableRows(table: PairedTable, name: RateName, group: number): number {
  switch (name) {
    case 'selection-rate':
    case 'accuracy':
      return rowsOf(table, group, 0) + rowsOf(table, group, 1);
    case 'true-positive-rate':
      return rowsOf(table, group, 1);
    case 'false-positive-rate':
      return rowsOf(table, group, 0);
    case 'positive-predictive-value':
      return Math.min(
        ...(['before', 'after'] as const).map(
          (model) => selectedOf(table, model, group, 0) + selectedOf(table, model, group, 1),
        ),
      );
  }
}

function rowsOf(table: PairedTable, group: number, label: number): number {
  const at = group * 8 + label * 4;
  return (table[at] ?? 0) + (table[at + 1] ?? 0) + (table[at + 2] ?? 0) + (table[at + 3] ?? 0);
}

function selectedOf(table: PairedTable, model: Model, group: number, label: number): number {
  const at = group * 8 + label * 4;
  return (table[at + 3] ?? 0) + (table[at + (model === 'before' ? 2 : 1)] ?? 0);
}

/** The table when each row's two answers change places with probability one half. */
export function exchangedTable(table: PairedTable, into: PairedTable, next: () => number): void {
  into.set(table);
  for (let at = 0; at < table.length; at += 4) {
    const differing = (table[at + 1] ?? 0) + (table[at + 2] ?? 0);
    const first = drawBinomial(differing, 0.5, next);
    into[at + 1] = first;
    into[at + 2] = differing - first;
  }
}

/** A bootstrap sample of the rows, each group keeping its size. */
export function resampledTable(table: PairedTable, into: PairedTable, next: () => number): void {
  for (let start = 0; start < table.length; start += 8) {
    let rows = 0;
    for (let cell = 0; cell < 8; cell += 1) rows += table[start + cell] ?? 0;
    let [left, unseen] = [rows, rows];
    for (let cell = 0; cell < 8; cell += 1) {
      const count = table[start + cell] ?? 0;
      const drawn = unseen === 0 ? 0 : drawBinomial(left, count / unseen, next);
      into[start + cell] = drawn;
      left -= drawn;
      unseen -= count;
    }
  }
}

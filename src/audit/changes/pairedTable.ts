import type { RateName } from '../groups/rates';

/** Cells of a group in a table. */
export const cellsEach = 8;

/** Rows counted by group, by whether they have the label, and by whether either model selects them. */
export type PairedTable = Float64Array; // [groups, label 2, before 2, after 2]

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

/** Whether a rate is a share of the rows of a cell, by its place within the cells of a group. */
export function isBehind(name: RateName, model: Model, cell: number): boolean {
  switch (name) {
    case 'selection-rate':
    case 'accuracy':
      return true;
    case 'true-positive-rate':
      return cell >= 4;
    case 'false-positive-rate':
      return cell < 4;
    case 'positive-predictive-value':
      return (cell & (model === 'before' ? 2 : 1)) !== 0;
  }
}

/** Rows that a rate is a share of, the fewer of both models. */
export function tableRows(table: PairedTable, name: RateName, group: number): number {
  const rows = (model: Model): number => {
    let sum = 0;
    for (let cell = 0; cell < cellsEach; cell += 1)
      if (isBehind(name, model, cell)) sum += table[group * cellsEach + cell] ?? 0;
    return sum;
  };
  return Math.min(rows('before'), rows('after'));
}

function rowsOf(table: PairedTable, group: number, label: number): number {
  const at = group * cellsEach + label * 4;
  return (table[at] ?? 0) + (table[at + 1] ?? 0) + (table[at + 2] ?? 0) + (table[at + 3] ?? 0);
}

function selectedOf(table: PairedTable, model: Model, group: number, label: number): number {
  const at = group * cellsEach + label * 4;
  return (table[at + 3] ?? 0) + (table[at + (model === 'before' ? 2 : 1)] ?? 0);
}

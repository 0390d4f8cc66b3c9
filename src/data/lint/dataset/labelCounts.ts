import { GrowingUint32 } from '../../duplicates/growingArrays';
import { valueAt } from '../../schemas/columnPath';
import type { ValuePath } from '../../schemas/schema';
import type { LintContext, LintedRow } from '../rule';

/** A label as it is written. */
export interface WrittenLabel {
  readonly text: string;
  /** Its value in the first row that has it: a number, a boolean or a text. */
  readonly value: unknown;
  readonly path: ValuePath;
  /** The first row that has it. */
  readonly row: number;
  readonly line: number;
  count: number;
}

/** A row's label. */
export type RowLabel = Pick<WrittenLabel, 'text' | 'value' | 'path'>;

/** Null: the row has none. */
export function labelOf(row: Pick<LintedRow, 'parts' | 'values'>): RowLabel | null {
  const part = row.parts().find(({ role }) => role === 'label');
  if (part === undefined) return null;
  return { text: part.text, path: part.path, value: valueAt(row.values, part.path) };
}

/** The labels of a file by the way they are written. */
export interface CountedLabels {
  /** In the order in which they first stand. */
  readonly labels: readonly WrittenLabel[];
  /** How many rows have one. */
  readonly rows: number;
  /** Each row with a label and that label's number. */
  rowLabels(): Iterable<{ readonly row: number; readonly label: number }>;
}

/** The labels of a file by the way they are written, in the order in which they first stand; four bytes a row. */
export class LabelCounts implements CountedLabels {
  readonly labels: WrittenLabel[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #rows = new GrowingUint32();
  readonly #labelOf = new GrowingUint32();

  /** @returns the number of the row's label; null where it has none */
  see(row: LintedRow): number | null {
    const label = labelOf(row);
    return label === null ? null : this.add(row.row, row.line, label);
  }

  /** @returns the label's number */
  add(row: number, line: number, { text, path, value }: RowLabel): number {
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.labels.length;
      this.#numbers.set(text, number);
      this.labels.push({ text, value, path, row, line, count: 0 });
    }
    const label = this.labels[number];
    if (label !== undefined) label.count += 1;
    this.#rows.push(row);
    this.#labelOf.push(number);
    return number;
  }

  /** Rows with a label. */
  get rows(): number {
    return this.#rows.length;
  }

  /** Each row with a label and that label's number. */
  *rowLabels(): Generator<{ readonly row: number; readonly label: number }> {
    for (let item = 0; item < this.#rows.length; item += 1)
      yield { row: this.#rows.at(item), label: this.#labelOf.at(item) };
  }
}

/** Whether rows have one label each that is one of a set. */
export function hasLabels({ schema }: LintContext): boolean {
  return schema.name === 'classification';
}

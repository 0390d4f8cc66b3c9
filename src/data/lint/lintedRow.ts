import type { Part, Schema } from '../schemas/schema';
import type { LintedRow } from './rule';
import type { RowString } from './rowStrings';

/** What is the same for all rows of a file. */
export interface RowReading {
  readonly schema: Schema;
  readonly parts: (schema: Schema, values: LintedRow['values']) => readonly Part[];
  readonly strings: (values: LintedRow['values']) => readonly RowString[];
}

/** A row as rules see it; its parts and strings are listed once, when a rule asks. */
export class ReadRow implements LintedRow {
  #parts: readonly Part[] | null = null;
  #strings: readonly RowString[] | null = null;

  constructor(
    readonly row: number,
    readonly line: number,
    readonly values: LintedRow['values'],
    private readonly reading: RowReading,
  ) {}

  parts(): readonly Part[] {
    this.#parts ??= this.reading.parts(this.reading.schema, this.values);
    return this.#parts;
  }

  strings(): readonly RowString[] {
    this.#strings ??= this.reading.strings(this.values);
    return this.#strings;
  }
}

import type { Problem, ScannedRecord } from './scannedRecord';

/** A record of a file with what it holds. */
export interface TextRow {
  readonly record: ScannedRecord;
  /** Ordinal among the rows, broken ones included, from 1; null: a header, a blank line, stray characters. */
  readonly row: number | null;
  /** Null: rules cannot look at it. */
  readonly values: Readonly<Record<string, unknown>> | null;
  /** What is wrong with how it is written. */
  readonly problems: readonly Problem[];
}

export type SeeRow = (row: TextRow) => void;

/** Turns records into rows, in order; `end` gives those that were held back. */
export interface RecordSink {
  readonly see: (record: ScannedRecord) => void;
  readonly end: () => void;
}

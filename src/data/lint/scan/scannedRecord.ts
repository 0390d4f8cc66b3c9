import type { RuleId, Severity } from '../../../protocol/lint';
import type { Fix } from '../fix';

/**
 * A record as it stands in its file. Offsets are bytes of the file as UTF-8, without a byte order mark, so that what is not
 * meant by a change can be copied byte for byte. Lines and columns count from 1, columns in UTF-16 code units.
 */
export interface ScannedRecord {
  readonly line: number;
  readonly column: number;
  /** The record's own text, without the line's end behind it or the comma between two rows. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
  /** Behind the line's end: what goes when the record goes. In a JSON list the same as `end`. */
  readonly next: number;
  /** A blank line between rows, and stray characters, are no rows. */
  readonly kind: 'row' | 'blank' | 'stray';
  /** Cells of a table row, unquoted; null in other formats. */
  readonly cells: readonly string[] | null;
  /** What is wrong with how the record is written. */
  readonly problems: readonly Problem[];
  /** False when what was meant cannot be told: no rule looks at its values. */
  readonly isReadable: boolean;
}

/** Something wrong with how a record is written; offsets are UTF-16 code units of its raw text. */
export interface Problem {
  readonly rule: RuleId;
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Left out: as the catalogue says. */
  readonly severity?: Severity;
  readonly fixes?: () => readonly Fix[];
}

export const noProblems: readonly Problem[] = [];

export type SeeRecord = (record: ScannedRecord) => void;

/** Takes a file's bytes, UTF-8 without a byte order mark, cut anywhere. Never throws for what they hold. */
export interface ByteSink {
  readonly push: (bytes: Buffer) => void;
  /** The file ends here. */
  readonly end: () => void;
}

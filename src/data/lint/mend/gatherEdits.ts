import type { RuleId } from '../../../protocol/lint';
import { editsOf, isEdits, type RawEdit } from '../applyFix';
import type { Found } from '../found';
import type { ScannedRecord } from '../scan/scannedRecord';

/** A change of a file's bytes, as UTF-8 without a byte order mark. */
export interface ByteEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What is to be done with a record. */
interface RecordEdits {
  edits: ByteEdit[];
  /** Behind the record and what goes with it; null: it stays. */
  deletedTo: number | null;
}

/** The changes of a file that its findings' first fixes come to. */
export interface FileEdits {
  readonly add: (found: Found) => void;
  /** Whole records that go, by the offset at which they begin, and where what goes with them ends. */
  readonly deleted: () => ReadonlyMap<number, number>;
  /** Of the records that stay, in order. */
  readonly edits: () => readonly ByteEdit[];
  /** Fixes taken up, by rule. */
  readonly counts: Partial<Record<RuleId, number>>;
  /** Findings left as they are since their fix is a guess, by rule. */
  readonly guesses: Partial<Record<RuleId, number>>;
}

/** What is wanted, and of which file. */
interface GatheredFile {
  /** Rules whose guesses are wanted too. */
  readonly guessed: ReadonlySet<RuleId>;
  /** Whether its rows are the elements of a JSON list. */
  readonly isList: boolean;
}

/**
 * Gathers the first fix of every finding. A record that goes takes its other fixes along; of two that touch the same
 * characters the first is taken, and the other left for the next look at the file.
 */
export function gatherEdits({ guessed, isList }: GatheredFile): FileEdits {
  const records = new Map<number, RecordEdits>();
  const counts: Partial<Record<RuleId, number>> = {};
  const guesses: Partial<Record<RuleId, number>> = {};
  return {
    add({ finding, record, syntax, fixes }) {
      if (record === null || !finding.fixable) return;
      const [fix] = fixes();
      if (fix?.isGuess === true && !guessed.has(finding.rule)) {
        guesses[finding.rule] = (guesses[finding.rule] ?? 0) + 1;
        return;
      }
      const edits = fix === undefined ? null : editsOf(record.raw, syntax, fix);
      if (edits === null) return;
      const known = records.get(record.start) ?? { edits: [], deletedTo: null };
      if (edits === 'delete-row') {
        if (known.deletedTo === null) counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
        known.deletedTo = record.next;
      } else {
        const inRow = isEdits(edits)
          ? edits
          : [{ ...whole(record), text: edits.rows.join(between(record, isList)) }];
        const wanted = inRow.map((edit) => inBytes(record, edit));
        if (known.deletedTo !== null || wanted.some((edit) => touchesAny(edit, known.edits)))
          return;
        known.edits.push(...wanted);
        counts[finding.rule] = (counts[finding.rule] ?? 0) + 1;
      }
      records.set(record.start, known);
    },
    deleted: () =>
      new Map(
        [...records].flatMap(([start, { deletedTo }]) =>
          deletedTo === null ? [] : [[start, deletedTo] as const],
        ),
      ),
    edits: () =>
      [...records.values()]
        .flatMap(({ edits, deletedTo }) => (deletedTo === null ? edits : []))
        .sort((a, b) => a.start - b.start || a.end - b.end),
    counts,
    guesses,
  };
}

function whole({ raw }: ScannedRecord): Pick<RawEdit, 'start' | 'end'> {
  return { start: 0, end: raw.length };
}

/** An element that begins further right hardly stands on a line of its own. */
const deepestIndent = 16;

/** What stands between a row and the next, laid out as this row is. */
function between({ raw, line, column, end, next }: ScannedRecord, isList: boolean): string {
  if (!isList) return next - end === 2 ? '\r\n' : '\n';
  if (line === 1 || column > deepestIndent + 1) return ', ';
  // note: what stands before the row is not at hand; rows that are laid out tell by their own lines.
  const lineEnd = raw.includes('\r\n') ? '\r\n' : '\n';
  return `,${lineEnd}${(raw.includes('\n\t') ? '\t' : ' ').repeat(column - 1)}`;
}

/** note: bytes that are no UTF-8 change the length of what stands before them, but only edits of whole rows meet such. */
function inBytes(
  { raw, start, end }: { readonly raw: string; readonly start: number; readonly end: number },
  edit: RawEdit,
): ByteEdit {
  const offset = (at: number): number =>
    at === raw.length ? end : start + Buffer.byteLength(raw.slice(0, at));
  return { start: offset(edit.start), end: offset(edit.end), text: edit.text };
}

function touchesAny(edit: ByteEdit, others: readonly ByteEdit[]): boolean {
  return others.some(
    (other) =>
      (edit.start < other.end && other.start < edit.end) ||
      (edit.start === other.start && (edit.start === edit.end || other.start === other.end)),
  );
}

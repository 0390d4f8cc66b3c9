import type { RuleId } from '../../../protocol/lint';
import { editsOf, type RawEdit } from '../applyFix';
import type { Found } from '../found';

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

/**
 * Gathers the first fix of every finding. A record that goes takes its other fixes along; of two that touch the same
 * characters the first is taken, and the other left for the next look at the file.
 * @param guessed rules whose guesses are wanted too
 */
export function gatherEdits(guessed: ReadonlySet<RuleId>): FileEdits {
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
        const wanted = edits.map((edit) => inBytes(record, edit));
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

import type { ByteEdit } from './gatherEdits';
import type { TextRow } from '../scan/textRow';

/** Takes the elements of a JSON list in order and says which bytes go, so that commas stand right afterwards. */
export interface ListDeletions {
  readonly see: (row: TextRow) => void;
  readonly end: () => readonly ByteEdit[];
}

/** @param deleted offsets at which the elements begin that go */
export function listDeletions(deleted: ReadonlyMap<number, number>): ListDeletions {
  const edits: ByteEdit[] = [];
  /** End of the last element that stays, and what has been going since. */
  let lastKept: number | null = null;
  let going: { readonly start: number; end: number } | null = null;
  return {
    see({ record }) {
      if (record.kind !== 'row') return;
      if (deleted.has(record.start)) {
        going ??= { start: record.start, end: record.end };
        going.end = record.end;
        return;
      }
      // What goes takes the space and comma before the next element along.
      if (going !== null) edits.push({ start: going.start, end: record.start, text: '' });
      going = null;
      lastKept = record.end;
    },
    end() {
      // At the end of the list it is the comma before that goes.
      if (going !== null) edits.push({ start: lastKept ?? going.start, end: going.end, text: '' });
      return edits;
    },
  };
}

import type { ByteSink } from '../scan/scannedRecord';
import type { ByteEdit } from './gatherEdits';

/** Passes a file's bytes on with edits made; all else stays as it is. @param edits in order, none inside another */
export function editBytes(edits: readonly ByteEdit[], write: (bytes: Buffer) => void): ByteSink {
  let next = 0;
  /** Offset of what comes next; up to `skipTo` it is left out. */
  let [offset, skipTo] = [0, 0];
  return {
    push(bytes) {
      const end = offset + bytes.length;
      const pass = (to: number): void => {
        const from = Math.max(offset, skipTo);
        const until = Math.min(to, end);
        if (from < until)
          write(bytes.subarray(from - (end - bytes.length), until - (end - bytes.length)));
        offset = Math.max(offset, until);
      };
      for (let edit = edits[next]; edit !== undefined && edit.start < end; edit = edits[next]) {
        pass(edit.start);
        write(Buffer.from(edit.text));
        skipTo = Math.max(skipTo, edit.end);
        next += 1;
      }
      pass(end);
      offset = end;
    },
    end() {
      // Insertions at the file's very end.
      for (; next < edits.length; next += 1) write(Buffer.from(edits[next]?.text ?? ''));
    },
  };
}

import type { RecordSink, SeeRow } from './textRow';

/** Rows of plain text: a line each; blank lines are none. */
export function lineRows(see: SeeRow): RecordSink {
  let row = 0;
  return {
    see(record) {
      const { kind, raw, isReadable, problems } = record;
      if (kind !== 'row') {
        see({ record, row: null, values: null, problems });
        return;
      }
      row += 1;
      see({ record, row, values: isReadable ? { text: raw } : null, problems });
    },
    end: () => undefined,
  };
}

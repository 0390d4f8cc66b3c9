import { parseJsonRecord } from './parseJsonRecord';
import { noProblems, type Problem, type ScannedRecord } from './scannedRecord';
import type { RecordSink, SeeRow, TextRow } from './textRow';

/** Rows of records written as JSON. */
export function jsonRows(see: SeeRow): RecordSink {
  let row = 0;
  const blanks = blankLines(see);
  return {
    see(record) {
      if (record.kind === 'blank') {
        blanks.hold(record);
        return;
      }
      blanks.release();
      if (record.kind === 'stray') {
        see({ record, row: null, values: null, problems: record.problems });
        return;
      }
      row += 1;
      see(record.isReadable ? parsed(record, row) : unread(record, row));
    },
    end() {
      blanks.drop();
    },
  };
}

function parsed(record: ScannedRecord, row: number): TextRow {
  const { values, problems } = parseJsonRecord(record.raw);
  const all = record.problems.length === 0 ? problems : [...record.problems, ...problems];
  return { record, row, values, problems: all };
}

function unread(record: ScannedRecord, row: number): TextRow {
  return { record, row, values: null, problems: record.problems };
}

/** Blank lines are wrong between rows only: those at the end of a file are usual. */
function blankLines(see: SeeRow) {
  /** Never long: rows follow, or the file ends. */
  let held: ScannedRecord[] = [];
  let isFirst = true;
  return {
    hold(record: ScannedRecord): void {
      // note: a file of line ends alone must not fill the memory.
      if (held.length < mostBlank) held.push(record);
    },
    release(): void {
      for (const record of isFirst ? [] : held)
        see({ record, row: null, values: null, problems: [blankProblem(record)] });
      if (held.length > 0) held = [];
      isFirst = false;
    },
    drop(): void {
      for (const record of held) see({ record, row: null, values: null, problems: noProblems });
      held = [];
    },
  };
}

const mostBlank = 10_000;

function blankProblem({ raw }: ScannedRecord): Problem {
  return {
    rule: 'L-FMT-02',
    severity: 'warning',
    start: 0,
    end: raw.length,
    message: 'This line is blank: some readers take it for a broken row.',
    fixes: () => [{ type: 'delete-row', title: 'Delete this line' }],
  };
}

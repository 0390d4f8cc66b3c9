import { UserError } from '../../../protocol/errors';
import type { DataSource } from '../../../protocol/runConfig';
import type { FileLayout } from '../../readers/format';
import type { ReadOptions } from '../../readers/row';
import { readRows } from '../../readRows';
import { noProblems, type Problem, type ScannedRecord } from './scannedRecord';
import type { SeeRow } from './textRow';

/** Whether rows do not stand in their file as text of their own: Parquet, and the questions of SQuAD's articles. */
export function isUnplaced({ format, shape }: FileLayout): boolean {
  return format === 'parquet' || (format === 'json' && shape.type === 'articles');
}

/** Gives the rows of such a file, up to where it cannot be read: that is a problem of its own. */
export async function scanUnplaced(
  source: DataSource,
  see: SeeRow,
  options: ReadOptions,
): Promise<void> {
  let last = 0;
  try {
    for await (const { row, line, values } of readRows(source, options)) {
      last = row;
      see({ record: recordAt(line), row, values, problems: noProblems });
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = `${error.message} ${error.next ?? ''}`.trimEnd();
    const problem: Problem = { rule: 'L-FMT-01', start: 0, end: 0, message };
    const record = recordAt(error.place?.line ?? last + 1);
    see({ record, row: null, values: null, problems: [problem] });
  }
}

function recordAt(line: number): ScannedRecord {
  return {
    ...{ line, column: 1, raw: '', start: 0, end: 0, next: 0 },
    ...{ kind: 'row', cells: null, problems: noProblems, isReadable: true },
  };
}

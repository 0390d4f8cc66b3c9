import path from 'node:path';
import { UserError } from '../../protocol/errors';
import type { DataFormat } from '../../protocol/runConfig';
import { decodeHead } from './decodeText';
import { isLineByLine, jsonShapeOf, spreadLineOf } from './jsonShape';
import type { JsonShape } from './jsonShape';
import { isParquet, readFirstBytes, refuseBinary } from './openFile';

/** How a file is written: its format; for CSV, what stands between the cells; for JSON, how it holds its rows. */
export interface FileLayout {
  readonly format: DataFormat;
  readonly delimiter: string;
  readonly shape: JsonShape;
  /** Of what is called JSONL, the line from which on a list or objects stand over several lines; null: rows stand on a line each. */
  readonly spreadLine: number | null;
}

export const parquetLayout: FileLayout = {
  format: 'parquet',
  delimiter: '\t',
  shape: { type: 'list' },
  spreadLine: null,
};

/**
 * The format of a file: the one given, else told by its name and its first characters.
 * @throws UserError when it is empty, no text, or not recognised.
 */
export async function detectLayout(file: string, given: DataFormat | null): Promise<FileLayout> {
  const bytes = await readFirstBytes(file);
  if (isParquet(bytes)) {
    if (given === null || given === 'parquet') return parquetLayout;
    throw new UserError(`This is a Parquet file and not ${given}.`, {
      place: { file },
      next: 'Leave its format out, or set it to "parquet".',
    });
  }
  if (isCalledParquet(file, given)) {
    throw new UserError('This is no Parquet file: it does not begin with PAR1.', {
      place: { file },
      next: 'Leave its format out, or name another file.',
    });
  }
  refuseBinary(file, bytes);
  const head = decodeHead(bytes);
  if (!/\S/.test(head)) {
    throw new UserError('The file is empty.', {
      place: { file },
      next: 'Name a file with one row per example.',
    });
  }
  const layout = layoutOf(file, head, given);
  if (layout === null) {
    throw new UserError('The format of this file is not recognised.', {
      place: { file },
      next: 'Say which it is: "format": "jsonl", "json", "csv", "tsv" or "text".',
    });
  }
  return layout;
}

/** Whether a file is to be Parquet, whatever its bytes say. */
export function isCalledParquet(file: string, given: DataFormat | null): boolean {
  return given === 'parquet' || (given === null && /\.parquet$/i.test(file));
}

/** The layout of a file that begins with `head`, which is not only white space; null: not recognised. */
export function layoutOf(file: string, head: string, given: DataFormat | null): FileLayout | null {
  const start = /\S/.exec(head)?.[0] ?? '';
  const format = given ?? formatOf(path.extname(file).toLowerCase(), head, start);
  if (format === null) return null;
  const delimiter = format === 'csv' ? delimiterOf(head) : '\t';
  const spreadLine = format === 'jsonl' ? spreadLineOf(head) : null;
  const shape = jsonShapeOf(head);
  return { format: spreadLine === null ? format : 'json', delimiter, shape, spreadLine };
}

function formatOf(extension: string, head: string, start: string): DataFormat | null {
  switch (extension) {
    case '.jsonl':
    case '.ndjson':
      return 'jsonl';
    case '.json':
      // Many tools call one object per line .json too.
      return start === '{' && isLineByLine(head) && spreadLineOf(head) === null ? 'jsonl' : 'json';
    case '.csv':
      return 'csv';
    case '.tsv':
    case '.tab':
      return 'tsv';
    case '.parquet':
      return 'parquet';
    default:
      break;
  }
  if (start === '[') return 'json';
  if (start === '{') return 'jsonl';
  const [line = ''] = head.split(/[\r\n]/);
  if (line.includes('\t')) return 'tsv';
  if (extension === '.txt' || extension === '.text') return 'text';
  return isTable(head) ? 'csv' : null;
}

/** Share of the first lines that must have as many cells as the first one: prose has commas too, a table is seldom without a flaw. */
const sameCells = 0.8;

/** Whether text that its name says nothing about looks like a table: lines with as many cells as the first one. */
function isTable(head: string): boolean {
  const delimiter = delimiterOf(head);
  const lines = head
    // What is quoted may hold commas and line breaks.
    .replaceAll(/"[^"]*"/g, '')
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '');
  // The last one may be cut off.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines;
  const cells = (line: string): number => line.split(delimiter).length;
  const expected = cells(whole[0] ?? '');
  const same = whole.filter((line) => cells(line) === expected).length;
  return expected > 1 && same >= sameCells * whole.length;
}

/** What stands between the cells of a .csv file: spreadsheets write ; in many countries. */
function delimiterOf(head: string): string {
  const [line = ''] = head
    .replace(/^[\r\n]+/, '')
    .replaceAll(/"[^"]*"/g, '')
    .split(/[\r\n]/);
  const count = (mark: string): number => line.split(mark).length - 1;
  const [best = ','] = [',', ';', '\t', '|'].sort((a, b) => count(b) - count(a));
  return count(best) === 0 ? ',' : best;
}

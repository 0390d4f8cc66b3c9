import path from 'node:path';
import { UserError } from '../../protocol/errors';
import type { DataFormat } from '../../protocol/runConfig';
import { decodeHead } from './decodeText';
import { readHead } from './openFile';

/** How a file is written: its format and, for CSV, what stands between the cells. */
export interface FileLayout {
  readonly format: DataFormat;
  readonly delimiter: string;
}

/**
 * The format of a file: the one given, else told by its name and its first characters.
 * @throws UserError when it is empty, no text, or not recognised.
 */
export async function detectLayout(file: string, given: DataFormat | null): Promise<FileLayout> {
  const head = decodeHead(await readHead(file));
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
      next: 'Say which it is: "format": "jsonl", "json", "csv" or "tsv".',
    });
  }
  return layout;
}

/** The layout of a file that begins with `head`, which is not only white space; null: not recognised. */
export function layoutOf(file: string, head: string, given: DataFormat | null): FileLayout | null {
  const start = /\S/.exec(head)?.[0] ?? '';
  const format = given ?? formatOf(path.extname(file).toLowerCase(), head, start);
  if (format === null) return null;
  return { format, delimiter: format === 'csv' ? delimiterOf(head) : '\t' };
}

function formatOf(extension: string, head: string, start: string): DataFormat | null {
  switch (extension) {
    case '.jsonl':
    case '.ndjson':
      return 'jsonl';
    case '.json':
      // Many tools call one object per line .json too.
      return start === '{' ? 'jsonl' : 'json';
    case '.csv':
      return 'csv';
    case '.tsv':
    case '.tab':
      return 'tsv';
    default:
      break;
  }
  if (start === '[') return 'json';
  if (start === '{') return 'jsonl';
  const [line = ''] = head.split(/[\r\n]/);
  if (line.includes('\t')) return 'tsv';
  return line.includes(',') || line.includes(';') ? 'csv' : null;
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

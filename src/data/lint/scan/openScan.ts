import { UserError } from '../../../protocol/errors';
import type { DataSource } from '../../../protocol/runConfig';
import {
  detectLayout,
  isCalledParquet,
  layoutOf,
  parquetLayout,
  type FileLayout,
} from '../../readers/format';
import { isParquet, readFirstBytes } from '../../readers/openFile';
import type { ReadOptions } from '../../readers/row';
import { encodingOf, readUtf8, toUtf8, type FileEncoding } from './readUtf8';
import { scanRows, type RowScan } from './scanRows';
import { isUnplaced, scanUnplaced } from './scanUnplaced';
import type { SeeRow } from './textRow';

/** How a file is to be scanned, told from its first bytes. */
export type FileScan =
  | { readonly type: 'rows'; readonly encoding: FileEncoding; readonly layout: FileLayout }
  /** Nothing but white space. */
  | { readonly type: 'empty' }
  /** `what` says what it is: "a gzip archive". */
  | { readonly type: 'binary'; readonly what: string };

/** @throws UserError when the file cannot be opened, or its format is not recognised */
export async function openScan({ path, format }: DataSource): Promise<FileScan> {
  const head = await readFirstBytes(path);
  if (isParquet(head)) {
    const layout = await detectLayout(path, format);
    return { type: 'rows', encoding: { encoding: 'utf-8', mark: 0, binary: null }, layout };
  }
  if (isCalledParquet(path, format)) {
    // Its reader says best that it is none.
    const encoding = { encoding: 'utf-8', mark: 0, binary: null } as const;
    return { type: 'rows', encoding, layout: parquetLayout };
  }
  const encoding = encodingOf(head);
  if (encoding.binary !== null) return { type: 'binary', what: encoding.binary };
  const text = toUtf8(head.subarray(encoding.mark), encoding.encoding).toString();
  if (!/\S/.test(text)) return { type: 'empty' };
  const layout = layoutOf(path, text, format);
  if (layout !== null) return { type: 'rows', encoding, layout };
  throw new UserError('The format of this file is not recognised.', {
    place: { file: path },
    next: 'Say which it is: --format jsonl, json, csv, tsv or text.',
  });
}

/** Scans a file from its first to its last byte; `see` gets each row. `begin` is handed the scan before that. */
export async function scanFile(
  source: DataSource,
  { encoding, layout }: Extract<FileScan, { type: 'rows' }>,
  see: SeeRow,
  options: ReadOptions & { readonly begin?: (scan: RowScan) => void },
): Promise<void> {
  if (isUnplaced(layout)) {
    const nothing = (): void => undefined;
    options.begin?.({ push: nothing, end: nothing, syntax: () => ({ type: 'unplaced' }) });
    await scanUnplaced(source, see, options);
    return;
  }
  const scan = scanRows(layout, source, see);
  options.begin?.(scan);
  await readUtf8(source.path, encoding, scan, options);
}

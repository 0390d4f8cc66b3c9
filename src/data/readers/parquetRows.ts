import type { FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, SchemaTree } from 'hyparquet';
import { UserError } from '../../protocol/errors';
import { openFile } from './openFile';
import { parquetColumns, type ParquetColumns } from './parquetColumns';
import { timestampText } from './parquetTimes';
import type { ReadOptions, Row } from './row';

/** Of the codecs that Parquet names, those read here: all but LZO. */
const codecs = 'none, Snappy, gzip, zstd, Brotli and LZ4';

/**
 * Rows of a Parquet file; a row's line is its number. One row group is in memory at a time, so a file larger than memory can
 * be read unless it was written as one group. @throws UserError when it is damaged, or compressed as nobody does
 */
export async function* readParquetRows(path: string, options: ReadOptions): AsyncGenerator<Row> {
  const { handle, size } = await openFile(path);
  try {
    // note: loaded only here, since most files are text.
    const { parquetRead } = await import('hyparquet');
    const { compressors } = await import('hyparquet-compressors');
    const file = { byteLength: size, slice: sliceOf(handle, size) };
    const { metadata, columns } = await orDamaged(path, 0, () => readMetadata(file, options));
    const total = Number(metadata.num_rows);
    let rowEnd = 0;
    for (const group of metadata.row_groups) {
      options.signal?.throwIfAborted();
      const rowStart = rowEnd;
      rowEnd += Number(group.num_rows);
      if (rowEnd === rowStart) continue;
      let rows: readonly (readonly unknown[])[] = [];
      await orDamaged(path, rowStart, () =>
        parquetRead({
          ...{ file, metadata, compressors, rowStart, rowEnd, parsers },
          onComplete: (read) => (rows = read),
          // Only what is marked as text is text; other bytes may be anything.
          utf8: false,
        }),
      );
      for (const [index, raw] of rows.entries()) {
        options.signal?.throwIfAborted();
        const row = rowStart + index + 1;
        yield { row, line: row, endLine: row, values: plainRow(raw, columns, { path, row }) };
      }
      options.onProgress?.(total === 0 ? 1 : Math.min(1, rowEnd / total));
    }
  } finally {
    await handle.close();
  }
}

/**
 * What the file's end says about it. note: a column that the schema does not have makes the library throw while it reads the
 * columns before; what becomes of those nobody would then await. So this looks first.
 */
async function readMetadata(file: AsyncBuffer, options: ReadOptions): Promise<ParquetColumns> {
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const metadata = await parquetMetadataAsync(file);
  const leaves = new Set<string>();
  const visit = ({ children, path: keys }: SchemaTree): void => {
    if (children.length === 0) leaves.add(JSON.stringify(keys));
    children.forEach(visit);
  };
  const root = parquetSchema(metadata);
  visit(root);
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: column } of columns) {
      if (column === undefined || leaves.has(JSON.stringify(column.path_in_schema))) continue;
      throw new Error(`its schema has no column "${column.path_in_schema.join('.')}"`);
    }
  }
  return parquetColumns(root, metadata, options);
}

/** INT96 is what old writers had for times, in UTC. Text keeps its byte order mark, and what is no UTF-8 shows. */
const parsers = {
  timestampFromNanoseconds: (value: bigint) => `${timestampText(value, 'NANOS')}Z`,
  stringFromBytes: (bytes: Uint8Array | undefined) =>
    bytes === undefined ? null : text.decode(bytes),
};

const text = new TextDecoder('utf-8', { ignoreBOM: true });

function plainRow(
  raw: readonly unknown[],
  columns: ParquetColumns['columns'],
  { path, row }: { readonly path: string; readonly row: number },
): Row['values'] {
  try {
    return Object.fromEntries(columns.map(({ name, convert }, at) => [name, convert(raw[at])]));
  } catch (error) {
    throw damaged(path, row - 1, error);
  }
}

function sliceOf(handle: FileHandle, size: number) {
  return async (start: number, end = size): Promise<ArrayBuffer> => {
    const [from, to] = [start < 0 ? size + start : start, end < 0 ? size + end : end];
    const bytes = new Uint8Array(Math.max(0, to - from));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
    return bytes.buffer.slice(0, bytesRead);
  };
}

/** What the library throws is about the file: it reads nothing else. */
async function orDamaged<T>(path: string, row: number, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw damaged(path, row, error);
  }
}

/** @param row rows that were read before */
function damaged(path: string, row: number, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const place = row === 0 ? { file: path } : { file: path, line: row + 1 };
  const codec = /unsupported compression codec: (\w+)/.exec(error.message)?.[1];
  if (codec !== undefined) {
    return new UserError(`The Parquet file is compressed with ${codec}.`, {
      place,
      next: `Write it with another codec: ${codecs} are read.`,
    });
  }
  // note: damage that the library does not look for trips it somewhere; what it trips over says nothing to people.
  const isBlind = error instanceof TypeError || error instanceof RangeError;
  const what = isBlind ? 'what it says about its columns is damaged' : error.message;
  return new UserError(`The Parquet file cannot be read: ${what}.`, {
    place,
    next: error.message.includes(' two columns named ')
      ? 'Give one of them another name, and write the file again.'
      : 'Check that it was written to its end, or convert it to JSONL.',
  });
}

import path from 'node:path';
import type { DataFormat } from '../../protocol/runConfig';

/** Formats that are written; more are read. */
export type WrittenFormat = Exclude<DataFormat, 'text'>;

export type OutputFormat =
  | { readonly type: 'known'; readonly format: WrittenFormat }
  | { readonly type: 'refused'; readonly message: string; readonly next: string };

const formats: Readonly<Record<string, WrittenFormat>> = {
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.tab': 'tsv',
  '.parquet': 'parquet',
};

/** How an output is written, as its extension says. */
export function outputFormat(file: string): OutputFormat {
  const name = path.basename(file).toLowerCase();
  const next = 'Name it .jsonl, .json, .csv, .tsv or .parquet.';
  const reserved = ['.recipe.json', '.finetune.json', '.manifest.json'].find((end) =>
    name.endsWith(end),
  );
  if (reserved !== undefined)
    return { type: 'refused', message: `Names with ${reserved} are no datasets.`, next };
  if (name.includes('\0'))
    return { type: 'refused', message: 'No file has a NUL character in its name.', next };
  const extension = path.extname(name);
  const format = Object.hasOwn(formats, extension) ? formats[extension] : undefined;
  if (format !== undefined) return { type: 'known', format };
  const message =
    extension === ''
      ? 'The output has no extension that says its format.'
      : `"${extension}" is no format that is written here.`;
  return { type: 'refused', message, next };
}

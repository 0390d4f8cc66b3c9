import type { DataFormat } from '../protocol/runConfig';

const formats: Readonly<Record<DataFormat, true>> = {
  jsonl: true,
  json: true,
  csv: true,
  tsv: true,
  parquet: true,
  text: true,
};

/** What data files may be written in. */
export const dataFormats: readonly string[] = Object.keys(formats);

export function isDataFormat(format: string): format is DataFormat {
  return Object.hasOwn(formats, format);
}

/** For people: "jsonl, json or csv". */
export function listDataFormats(): string {
  return `${dataFormats.slice(0, -1).join(', ')} or ${dataFormats.at(-1) ?? ''}`;
}

import { UserError } from '../protocol/errors';
import type { DataFormat, DataSource, Fields } from '../protocol/runConfig';
import { recogniseFields, valueOf } from './fields';
import type { FoundFields } from './fields';
import { looksNumeric } from './looksNumeric';
import { detectLayout } from './readers/format';
import type { ReadOptions, Row } from './readers/row';
import { readSampled } from './readSampled';

/** Labels beyond this number are counted together: they are hardly labels. */
const mostLabels = 1_000;
/** Different values of a column are counted up to here: beyond, it is no label whatever its name. */
const mostDistinct = 100;

export type ColumnType = 'text' | 'number' | 'boolean' | 'list' | 'object' | 'mixed' | 'empty';

export interface ColumnSummary {
  readonly name: string;
  readonly type: ColumnType;
  /** Rows in which the column holds something. */
  readonly filled: number;
  /** Different values; null beyond a hundred, and where values are no single words or numbers. */
  readonly distinct: number | null;
}

interface ColumnCount {
  filled: number;
  readonly types: Set<ColumnType>;
  /** Null once there are too many. */
  values: Set<unknown> | null;
}

/** Recognised columns; null with a reason where that is ambiguous. */
interface Recognition {
  readonly fields: FoundFields | null;
  readonly reason: string | null;
}

/** What the explorer shows of a data file. */
export interface DatasetSummary extends Recognition {
  readonly format: DataFormat;
  readonly rows: number;
  readonly columns: readonly ColumnSummary[];
  /** Rows per label, the most frequent first; empty without a label column. */
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  /** Rows with labels beyond those listed. */
  readonly moreLabels: number;
}

/** Counts rows, columns and labels of a file in one pass, holding none of it. @throws UserError as `readRows` does. */
export async function summariseDataset(
  source: DataSource,
  options: ReadOptions & { readonly fields?: Fields } = {},
): Promise<DatasetSummary> {
  const { format } = await detectLayout(source.path, source.format);
  const columns = new Map<string, ColumnCount>();
  const counts = new Map<string, number>();
  let moreLabels = 0;
  let rows = 0;

  const recognise = (sample: readonly Row[]): Recognition => {
    const fields = options.fields ?? { text: null, label: null };
    const byPosition = format === 'csv' || format === 'tsv';
    return recogniseOrSay(sample, { path: source.path, fields, needsLabel: true, byPosition });
  };
  const count = (row: Row, { fields }: Recognition): void => {
    rows += 1;
    for (const [name, value] of Object.entries(row.values)) {
      let column = columns.get(name);
      if (column === undefined) {
        columns.set(name, (column = { filled: 0, types: new Set(), values: new Set() }));
      }
      const type = typeOf(value);
      if (type === 'empty') continue;
      column.filled += 1;
      column.types.add(type);
      if (typeof value === 'object') column.values = null;
      column.values?.add(value);
      if (column.values !== null && column.values.size > mostDistinct) column.values = null;
    }
    const label = fields?.label ?? null;
    const value = label === null ? null : (valueOf(row.values, label) ?? null);
    if (value === null) return;
    const name = typeof value === 'string' ? value.trim() : JSON.stringify(value);
    if (name === '') return;
    const before = counts.get(name);
    if (before === undefined && counts.size >= mostLabels) moreLabels += 1;
    else counts.set(name, (before ?? 0) + 1);
  };
  const { fields, reason } = await readSampled(source, options, recognise, count);
  return {
    format,
    rows,
    columns: [...columns].map(([name, { filled, types, values }]) => ({
      name,
      filled,
      type: one(types),
      distinct: values?.size ?? null,
    })),
    fields,
    reason,
    labels: [...counts]
      .map(([label, count]) => ({ label, count }))
      .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1)),
    moreLabels,
  };
}

function recogniseOrSay(
  sample: readonly Row[],
  question: Parameters<typeof recogniseFields>[1],
): Recognition {
  if (sample.length === 0) return { fields: null, reason: 'The file has no rows.' };
  try {
    return { fields: recogniseFields(sample, question), reason: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { fields: null, reason: error.message };
  }
}

/** Cells of tables are strings: one that reads as a number counts as a number. */
function typeOf(value: unknown): ColumnType {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'string') return looksNumeric(value) ? 'number' : 'text';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return Array.isArray(value) ? 'list' : 'object';
}

function one(types: ReadonlySet<ColumnType>): ColumnType {
  const [first, ...others] = types;
  if (first === undefined) return 'empty';
  if (others.length === 0) return first;
  // Texts that happen to be numbers now and then are texts.
  const areCells = [...types].every((type) => type === 'text' || type === 'number');
  return areCells ? 'text' : 'mixed';
}

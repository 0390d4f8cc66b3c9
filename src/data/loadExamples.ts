import { basename } from 'node:path';
import { UserError } from '../protocol/errors';
import type { Split } from '../protocol/run';
import type { DataSource, Fields } from '../protocol/runConfig';
import { recogniseFields, valueOf } from './fields';
import type { FoundFields } from './fields';
import { detectLayout } from './readers/format';
import { parseUnambiguousRow } from './readers/parseUnambiguousRow';
import type { ReadOptions, Row } from './readers/row';
import { readSampled } from './readSampled';
import { formatCount } from '../protocol/formatNumber';
import { labelName } from '../protocol/labelName';
import { nearestWord } from '../protocol/nearestWord';

/** Rows ready to train or predict on, as columns: the n-th entry of each belongs to the n-th row kept. */
export interface Examples {
  readonly path: string;
  readonly fields: FoundFields;
  readonly texts: readonly string[];
  /** Empty when they were not asked for. */
  readonly labels: readonly string[];
  /** Ordinal of each row in its file, from 1. */
  readonly rows: readonly number[];
  /** Line of each row in its file, from 1. */
  readonly lines: readonly number[];
  /** Value of the column to stratify by; empty when that is the label or nothing. */
  readonly strata: readonly string[];
  /** Values of the further columns that were asked for, by name; null where a row has none. */
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
}

/** A further column to keep, such as one that says whom a row is about. */
export interface KeptColumn {
  readonly name: string;
  /** Key of the run config that names it; null: a flag does. */
  readonly key: string | null;
  /** Splits of a run that need it; left out: all. */
  readonly splits?: readonly Split[];
}

export interface LoadOptions extends ReadOptions {
  readonly fields: Fields;
  /** Columns a run found in its own data: taken where this file has them too. */
  readonly usual?: Fields | null;
  /** Whether each row must have a label. */
  readonly needsLabel: boolean;
  /** A further column to keep, for a split that keeps its shares. */
  readonly stratify?: string | null;
  /** Further columns to keep. */
  readonly columns?: readonly KeptColumn[];
}

/**
 * Reads a whole file of examples. Numbers and booleans become labels as JSON writes them, and values of further columns.
 * @throws UserError for a key that stands twice in a row, for rows without text or label (the first one's line, and how many), for a file without rows or
 * without a column that was asked for, and for whatever `readRows` and `recogniseFields` refuse.
 */
export async function loadExamples(source: DataSource, options: LoadOptions): Promise<Examples> {
  const { path } = source;
  const { format } = await detectLayout(path, source.format);
  const byPosition = format === 'csv' || format === 'tsv';
  const faults = new Map<string, { first: Row; count: number }>();
  const texts: string[] = [];
  const labels: string[] = [];
  const rows: number[] = [];
  const lines: number[] = [];
  const strata: string[] = [];
  const { columns: wanted = [] } = options;
  const columns = new Map(wanted.map(({ name }) => [name, [] as (string | null)[]]));
  // One string per label, however often it occurs.
  const interned = new Map<string, string>();

  const keep = (row: Row, fields: FoundFields): void => {
    const text = valueOf(row.values, fields.text);
    const label = fields.label === null ? null : labelOf(valueOf(row.values, fields.label));
    const fault =
      textFault(text, fields.text) ??
      (options.needsLabel ? labelFault(label, fields.label) : null) ??
      listFault(row, wanted);
    if (fault !== null) {
      const before = faults.get(fault);
      faults.set(fault, { first: before?.first ?? row, count: (before?.count ?? 0) + 1 });
      return;
    }
    texts.push(text as string);
    rows.push(row.row);
    lines.push(row.line);
    if (options.needsLabel && label?.kind === 'label') labels.push(intern(interned, label.name));
    for (const [name, values] of columns) {
      const value = labelOf(valueOf(row.values, name));
      values.push(value.kind === 'label' ? intern(interned, value.name) : null);
    }
    const { stratify } = options;
    if (stratify === null || stratify === undefined) return;
    const stratum = valueOf(row.values, stratify) ?? null;
    strata.push(intern(interned, typeof stratum === 'string' ? stratum : JSON.stringify(stratum)));
  };

  const recognise = (sample: readonly Row[]): FoundFields => {
    if (sample.length === 0) {
      throw new UserError('The file has no rows.', {
        place: { file: path },
        next: 'Name a file with one row per example.',
      });
    }
    const { fields, usual = null, needsLabel } = options;
    const found = recogniseFields(sample, { path, fields, usual, needsLabel, byPosition });
    requireColumn(path, options.stratify ?? null, sample);
    for (const column of wanted) requireKept(path, column, sample);
    return found;
  };
  const reading = { parseRow: parseUnambiguousRow, ...options };
  const fields = await readSampled(source, reading, recognise, keep);
  const [fault] = faults;
  if (fault !== undefined) throw faultError(path, fault[0], fault[1]);
  return { path, fields, texts, labels, rows, lines, strata, columns: Object.fromEntries(columns) };
}

/** The rows at these positions, in this order. */
export function selectExamples(examples: Examples, positions: readonly number[]): Examples {
  const pick = <T>(values: readonly T[]): T[] =>
    values.length === 0 ? [] : positions.map((position) => values[position] as T);
  return {
    ...examples,
    texts: pick(examples.texts),
    labels: pick(examples.labels),
    rows: pick(examples.rows),
    lines: pick(examples.lines),
    strata: pick(examples.strata),
    columns: Object.fromEntries(
      Object.entries(examples.columns).map(([name, values]) => [name, pick(values)]),
    ),
  };
}

type Label =
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'none' | 'list' | 'inexact' };

function labelOf(value: unknown): Label {
  if (value === null || value === undefined) return { kind: 'none' };
  if (typeof value === 'object') return { kind: 'list' };
  if (typeof value === 'number' && !isKept(value)) return { kind: 'inexact' };
  const name = labelName(value);
  return name === '' ? { kind: 'none' } : { kind: 'label', name };
}

/** Whether a number is what stands in the file: two long ones may have become the same, and NaN is no label. */
function isKept(value: number): boolean {
  return Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

function requireColumn(file: string, column: string | null, sample: readonly Row[]): void {
  if (column === null) return;
  if (sample.some(({ values }) => valueOf(values, column) !== undefined)) return;
  throw new UserError(`There is no column "${column}" to stratify by in ${basename(file)}.`, {
    place: { file, line: sample[0]?.line ?? 1 },
    next: 'Correct "data.split.stratify" in the run config: a column, "label", or null.',
    key: 'data.split.stratify',
  });
}

/** @throws UserError for a column that no row of the sample has */
export function requireKept(file: string, { name, key }: KeptColumn, sample: readonly Row[]): void {
  if (sample.some(({ values }) => valueOf(values, name) !== undefined)) return;
  const present = [...new Set(sample.flatMap(({ values }) => Object.keys(values)))];
  const near = nearestWord(name, present);
  const known = `It has ${present.slice(0, 12).join(', ')}${present.length > 12 ? ', …' : ''}.`;
  throw new UserError(`There is no column "${name}" in ${basename(file)}. ${known}`, {
    place: { file, line: sample[0]?.line ?? 1 },
    next: near === null ? 'Name one of these columns.' : `Did you mean "${near}"?`,
    ...(key === null ? {} : { key }),
  });
}

function listFault({ values }: Row, wanted: readonly KeptColumn[]): string | null {
  const list = wanted.find(({ name }) => labelOf(valueOf(values, name)).kind === 'list');
  return list === undefined
    ? null
    : `has a list or an object in "${list.name}", where one value is needed`;
}

function textFault(text: unknown, field: string): string | null {
  if (text === undefined || text === null) return `has no "${field}"`;
  if (typeof text !== 'string') {
    return `has ${Array.isArray(text) ? 'a list' : `a ${typeof text}`} instead of text in "${field}"`;
  }
  return text.trim() === '' ? `has an empty "${field}"` : null;
}

function labelFault(label: Label | null, field: string | null): string | null {
  if (label?.kind === 'label') return null;
  if (label?.kind === 'list') {
    return `has more than one label in "${field ?? ''}" (this version trains on one label per row)`;
  }
  if (label?.kind === 'inexact')
    return `has a number in "${field ?? ''}" that is no label: NaN, infinite, or of more digits than a number keeps (write it in quotes)`;
  return `has no label in "${field ?? ''}"`;
}

function faultError(
  file: string,
  fault: string,
  { first, count }: { readonly first: Row; readonly count: number },
): UserError {
  const others =
    count === 1
      ? ''
      : `; so ${count === 2 ? 'has one other row' : `have ${formatCount(count - 1)} other rows`}`;
  return new UserError(`Row ${first.row} ${fault}${others}.`, {
    place: { file, line: first.line },
    next: count === 1 ? 'Fill it in, or remove the row.' : 'Fill them in, or remove the rows.',
  });
}

function intern(known: Map<string, string>, name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, name);
  return name;
}

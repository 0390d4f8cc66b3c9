import { columnPath, valueAt } from './columnPath';
import { guessForms } from './guessForms';
import type { DetectedSchema, Schema, SchemaChoice, SchemaName } from './schema';
import { schemaForms } from './schemaColumns';
import type { SchemaColumn, SchemaForm } from './schemaColumns';
import { formatCount } from '../../protocol/formatNumber';

type Values = Readonly<Record<string, unknown>>;

/** The first rows of a file, or what was read of them. */
type Sample = readonly { readonly values: Values }[];

/** Whether the sample is the whole file or its beginning. */
type Looked = 'all' | 'first';

/** A form with the columns that play its parts in this file. */
interface Candidate {
  readonly form: SchemaForm;
  readonly columns: Readonly<Record<string, string>>;
  /** 1: the usual names; less for others, and where values had to tell. */
  readonly certainty: number;
}

/** Nothing named. */
export const recogniseAll: SchemaChoice = { name: null, fields: { text: null, label: null } };

/**
 * Which schema the rows of a file follow, from its first rows: each row belongs to the most telling schema it fits, and the
 * schema with the most rows is the file's. Names given in `choice` stand. Where nothing fits, it is `text` with no columns and
 * a confidence of 0.
 * @param looked `first` where the file goes on after the sample: the evidence says so
 */
export function detectSchema(
  sampleRows: Sample,
  choice: SchemaChoice,
  looked: Looked = 'all',
): DetectedSchema {
  const present = [...new Set(sampleRows.flatMap(({ values }) => Object.keys(values)))];
  const named = namedColumns(choice, present);
  if (choice.name !== null) return namedSchema(choice.name, sampleRows, { present, named, looked });
  const forms = [...schemaForms, ...guessForms(sampleRows, present)].filter(({ columns }) =>
    Object.keys(named).every((key) => columns.some((column) => column.key === key)),
  );
  const candidates = forms.map((form) => resolve(form, sampleRows, present, named));
  const found = candidates.filter((candidate) => candidate !== null);
  const counts = found.map(() => 0);
  for (const { values } of sampleRows) {
    const at = found.findIndex(({ form, columns }) => fits(form, columns, values));
    if (at >= 0) counts[at] = (counts[at] ?? 0) + 1;
  }
  const most = Math.max(0, ...counts);
  const best = most === 0 ? undefined : found[counts.indexOf(most)];
  if (best === undefined) return byNameAlone(forms, present, named, sampleRows.length);
  const rival = rivalOf(found, counts, best.form.name);
  const share = most / sampleRows.length;
  const confidence = best.certainty * share * (1 - rival.count / sampleRows.length / 2);
  const others = rival.count === 0 ? '' : `; ${rival.count} look like ${rival.name}`;
  return {
    name: best.form.name,
    columns: best.columns,
    confidence: Math.round(confidence * 1_000) / 1_000,
    evidence: have(most, sampleRows.length, best, looked) + others,
  };
}

/** Whether a row has all columns of its schema, with values of the kind they need. Never throws. */
export function fitsSchema(schema: Schema, values: Values): boolean {
  return schemaForms.some(
    (form) => form.name === schema.name && fits(form, schema.columns, values),
  );
}

/** What `choice` names, as columns of this file: columns of tables may be named by position. */
function namedColumns(
  { fields }: SchemaChoice,
  present: readonly string[],
): Readonly<Record<string, string>> {
  const named: Record<string, string> = {};
  for (const [key, column] of Object.entries(fields) as [string, string | null | undefined][]) {
    if (column === null || column === undefined) continue;
    const isPosition = !present.includes(column) && /^[1-9]\d*$/.test(column);
    named[key] = isPosition ? (present[Number(column) - 1] ?? column) : column;
  }
  return named;
}

function resolve(
  form: SchemaForm,
  sample: Sample,
  present: readonly string[],
  named: Readonly<Record<string, string>>,
): Candidate | null {
  const columns: Record<string, string> = {};
  let certainty = 1;
  for (const column of form.columns) {
    const name = named[column.key] ?? byName(column, sample, present, Object.values(columns));
    if (name !== null) columns[column.key] = name;
    else if (column.isRequired) return null;
    const isUsual = name === null || name === named[column.key] || name === column.names[0];
    if (column.isRequired && !isUsual) certainty = Math.min(certainty, 0.95);
  }
  return { form, columns, certainty: certainty * (form.certainty ?? 1) };
}

/** The first of the column's names under which some row has a value of the kind. */
function byName(
  column: SchemaColumn,
  sample: Sample,
  present: readonly string[],
  taken: readonly string[],
): string | null {
  for (const name of column.names) {
    const own = present.includes(name)
      ? name
      : present.find((each) => each.toLowerCase() === name.toLowerCase());
    const key = own ?? (name.includes('.') ? name : undefined);
    if (key === undefined || taken.includes(key)) continue;
    if (sample.some(({ values }) => column.accepts(valueAt(values, columnPath(values, key))))) {
      return key;
    }
  }
  return null;
}

function fits(
  form: SchemaForm,
  columns: Readonly<Record<string, string>>,
  values: Values,
): boolean {
  return form.columns.every(({ key, isRequired, accepts }) => {
    if (!isRequired) return true;
    const column = columns[key];
    return column !== undefined && accepts(valueAt(values, columnPath(values, column)));
  });
}

function namedSchema(
  name: SchemaName,
  sample: Sample,
  more: {
    readonly present: readonly string[];
    readonly named: Readonly<Record<string, string>>;
    readonly looked: Looked;
  },
): DetectedSchema {
  const { present, named, looked } = more;
  const forms = [...schemaForms, ...guessForms(sample, present)].filter(
    (form) => form.name === name,
  );
  const found = forms
    .map((form) => resolve(form, sample, present, named))
    .filter((candidate) => candidate !== null)
    .map((candidate) => ({
      ...candidate,
      rows: sample.filter(({ values }) => fits(candidate.form, candidate.columns, values)).length,
    }))
    .sort((a, b) => b.rows - a.rows)[0];
  if (found !== undefined) {
    const evidence = `named; ${have(found.rows, sample.length, found, looked)}`;
    return { name, columns: found.columns, confidence: 1, evidence };
  }
  const [form] = forms;
  const columns = form === undefined ? named : { ...usualColumns(form), ...named };
  return { name, columns, confidence: 1, evidence: 'named; no row has its columns' };
}

/** Rows of none of the schemas, under a column that can be nothing else: all their conversations are empty, say. */
function byNameAlone(
  forms: readonly SchemaForm[],
  present: readonly string[],
  named: Readonly<Record<string, string>>,
  rows: number,
): DetectedSchema {
  const form = forms.find((each) =>
    each.columns.every(
      ({ key, names, isRequired }) => !isRequired || present.includes(named[key] ?? names[0] ?? ''),
    ),
  );
  if (form !== undefined) {
    const columns = { ...usualColumns(form), ...named };
    const evidence = `it has ${list(Object.values(columns))}, yet no row of ${rows} fits`;
    return { name: form.name, columns, confidence: 0.1, evidence };
  }
  const evidence = present.length === 0 ? 'there are no rows' : `no schema has ${list(present)}`;
  return { name: 'text', columns: {}, confidence: 0, evidence };
}

function usualColumns(form: SchemaForm): Record<string, string> {
  return Object.fromEntries(
    form.columns
      .filter(({ isRequired }) => isRequired)
      .map(({ key, names }) => [key, names[0] ?? key]),
  );
}

function rivalOf(
  found: readonly Candidate[],
  counts: readonly number[],
  best: SchemaName,
): { readonly name: string; readonly count: number } {
  let rival = { name: '', count: 0 };
  for (const [at, { form }] of found.entries()) {
    const count = counts[at] ?? 0;
    if (form.name !== best && count > rival.count) rival = { name: form.name, count };
  }
  return rival;
}

function have(rows: number, all: number, { form, columns }: Candidate, looked: Looked): string {
  const required = form.columns.filter(({ isRequired }) => isRequired);
  const names = required.map(({ key }) => columns[key] ?? key);
  // note: a table without a header has numbers for names.
  const areNumbers = names.every((name) => /^\d+$/.test(name));
  const words = `${areNumbers ? (names.length === 1 ? 'column ' : 'columns ') : ''}${list(names)}`;
  if (all === 1) return `${rows} of ${looked === 'first' ? 'the first' : '1'} row has ${words}`;
  const those = `${looked === 'first' ? 'the first ' : ''}${formatCount(all)} rows`;
  const subject =
    rows < all
      ? `${formatCount(rows)} of ${those}`
      : looked === 'first'
        ? `all of ${those}`
        : `all ${those}`;
  return `${subject} have ${words}`;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 8);
  const last = shown.length > 1 && names.length === shown.length ? ` and ${shown.pop() ?? ''}` : '';
  const more = names.length > 8 ? ` and ${names.length - 8} more` : '';
  return shown.join(', ') + last + more;
}

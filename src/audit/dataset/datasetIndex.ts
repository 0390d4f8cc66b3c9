import { UserError, type Place } from '../../protocol/errors';
import type { DataSource } from '../../protocol/runConfig';
import { GrowingUint32 } from '../../data/duplicates/growingArrays';
import { valueOf } from '../../data/fields';
import { groupFinder, groupsOf, type IdentityGroup } from '../../data/identity/findGroups';
import { identityAxes, type IdentityAxis } from '../../data/identity/identityTerms';
import type { ReadOptions, Row } from '../../data/readers/row';
import { orderLabels } from '../../data/labels';
import { requireKept } from '../../data/loadExamples';
import { readSampled } from '../../data/readSampled';
import { detectSchema } from '../../data/schemas/detectSchema';
import { partsOf } from '../../data/schemas/partsOf';
import type { DetectedSchema, SchemaChoice } from '../../data/schemas/schema';
import { mostGroups, refuseLabels, requireGroups, tooManyGroups } from '../requireGroups';
import { WordCounts } from './wordCounts';

/** What is known of each row of a dataset before its figures are taken: a few numbers a row. */
export interface DatasetIndex {
  readonly path: string;
  readonly schema: DetectedSchema;
  readonly rows: number;
  /** Those of the axes first, then those of the columns; the axis of a column is `columnAxis` of its name. */
  readonly groups: readonly IdentityGroup[];
  readonly labels: readonly string[];
  /** The number of a row's label plus 1; 0: it has none. */
  labelOf(row: number): number;
  /** The numbers of the groups that a row is about, from 0 to `rows` - 1. */
  groupsOf(row: number): Uint32Array;
  readonly words: WordCounts;
}

export interface IndexOptions extends ReadOptions {
  readonly choice: SchemaChoice;
  /** Columns that say whom a row is about. */
  readonly columns: readonly string[];
  /** Terms that say it in the text; those of the product unless a test has its own. */
  readonly axes?: readonly IdentityAxis[];
  /** Groups that a column should have, whether or not there are rows about them. */
  readonly expected?: (column: string) => Iterable<string>;
  /** Where a column was named, if not by a flag: what is wrong with its name is to be mended there. */
  readonly namedAt?: (column: string) => Place | null;
}

/** The name of the axis that a column is. */
export function columnAxis(column: string): string {
  return `column ${column}`;
}

function requireColumn(
  file: string,
  name: string,
  sample: readonly Row[],
  namedAt: Place | null,
): void {
  try {
    requireKept(file, { name, key: null }, sample);
  } catch (error) {
    if (namedAt === null || !(error instanceof UserError)) throw error;
    const next = `${error.next ?? ''} Groups that terms in the texts tell are stated by their axis, such as "gender".`;
    throw new UserError(error.message, { place: namedAt, next });
  }
}

/**
 * Reads a dataset once.
 * @throws UserError for a file without rows, without texts, or without a column that was asked for
 */
export async function indexDataset(
  source: DataSource,
  { choice, columns, axes = identityAxes, expected, namedAt, ...reading }: IndexOptions,
): Promise<DatasetIndex> {
  const groups: IdentityGroup[] = groupsOf(axes);
  const groupsIn = groupFinder(axes);
  const byColumn = columns.map(() => new Map<string, number>());
  const empty = columns.map(() => 0);
  const labels = new Map<string, number>();
  const [labelOf, mentions, ends] = [new GrowingUint32(), new GrowingUint32(), new GrowingUint32()];
  const words = new WordCounts(groups, axes);

  const decide = (sample: readonly Row[]): DetectedSchema => {
    const [first] = sample;
    if (first === undefined)
      throw new UserError('The file has no rows.', {
        place: { file: source.path },
        next: 'Name a file with one row per example.',
      });
    for (const name of columns) requireColumn(source.path, name, sample, namedAt?.(name) ?? null);
    const schema = detectSchema(sample, choice);
    if (schema.name === 'classification')
      refuseLabels(columns, schema.columns.label ?? null, source.path);
    if (Object.keys(schema.columns).length === 0 && columns.length === 0)
      throw new UserError('No column of texts was recognised.', {
        place: { file: source.path, line: first.line },
        next: 'Name it with --fields text=COLUMN, or columns of groups with --groups.',
      });
    return schema;
  };
  const take = (row: Row, schema: DetectedSchema): void => {
    const { text, label } = contentOf(row, schema);
    const found = groupsIn(text);
    words.see(text, found);
    for (const group of found) mentions.push(group);
    for (const [index, column] of columns.entries()) {
      const value = groupValue(row, column, source.path);
      const group = value === null ? null : numberOf(value, index, column);
      if (group === null) empty[index] = (empty[index] ?? 0) + 1;
      else mentions.push(group);
    }
    ends.push(mentions.length);
    labelOf.push(label === null ? 0 : labelNumber(label) + 1);
  };
  const labelNumber = (label: string): number => {
    const number = labels.get(label) ?? labels.size;
    labels.set(label, number);
    return number;
  };
  const numberOf = (value: string, index: number, column: string): number | null => {
    const known = byColumn[index]?.get(value);
    if (known !== undefined) return known;
    byColumn[index]?.set(value, groups.length);
    groups.push({ axis: columnAxis(column), name: value });
    if ((byColumn[index]?.size ?? 0) > mostGroups) throw tooManyGroups(column, source.path);
    return groups.length - 1;
  };
  const schema = await readSampled(source, reading, decide, take);
  const rows = labelOf.length;
  for (const [index, name] of columns.entries()) {
    const found = new Set(byColumn[index]?.keys());
    if (found.size > 0) for (const group of expected?.(name) ?? []) found.add(group);
    requireGroups({ name, groups: found, rows, empty: empty[index] ?? 0 }, source.path);
  }
  const ordered = orderLabels(labels.keys(), null);
  const places = [...labels.keys()].map((label) => ordered.indexOf(label) + 1);
  return {
    ...{ path: source.path, schema, rows, groups, labels: ordered, words },
    labelOf: (row) => places[labelOf.at(row) - 1] ?? 0,
    groupsOf: (row) => mentions.view().subarray(row === 0 ? 0 : ends.at(row - 1), ends.at(row)),
  };
}

/** The texts of a row, one after the other, and its label. */
export function contentOf(
  { values }: Row,
  schema: DetectedSchema,
): { readonly text: string; readonly label: string | null } {
  const parts = partsOf(schema, values);
  const isClassified = schema.name === 'classification';
  const label = isClassified ? parts.find(({ role }) => role === 'label')?.text.trim() : undefined;
  const texts = parts.filter(({ role }) => role !== 'label').map(({ text }) => text);
  return { text: texts.join('\n'), label: label === undefined || label === '' ? null : label };
}

function groupValue(row: Row, column: string, file: string): string | null {
  const value = valueOf(row.values, column);
  if (value === undefined || value === null) return null;
  if (typeof value === 'object')
    throw new UserError(
      `Row ${row.row} has ${Array.isArray(value) ? 'a list' : 'an object'} in "${column}": a row can be of one group only.`,
      {
        place: { file, line: row.line },
        next: 'Make a column of it for each group, with yes and no, and name those.',
      },
    );
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).trim();
  return text === '' ? null : text;
}

import { UserError } from '../protocol/errors';
import type { Place } from '../protocol/errors';
import type { Fields } from '../protocol/runConfig';
import { labelNames, textNames } from './fieldNames';
import { looksNumeric } from './looksNumeric';
import type { Row } from './readers/row';

/** Rows looked at to tell which columns there are and what they hold. */
export const sampleRows = 1_000;

/** The columns that hold text and label; `label` is null where there is none to be found and none is needed. */
export interface FoundFields {
  readonly text: string;
  readonly label: string | null;
}

interface Question {
  readonly path: string;
  /** What the user named; null: recognise it. */
  readonly fields: Fields;
  /** Prediction needs no labels. */
  readonly needsLabel: boolean;
  /** Tables: a column may also be named by its position, "1", "2", …. */
  readonly byPosition: boolean;
}

/**
 * Which columns hold text and label: those named, else those whose name says it, else the only column of strings
 * and the only other column. @throws UserError naming the columns when that is ambiguous.
 */
export function recogniseFields(sample: readonly Row[], question: Question): FoundFields {
  const columns = columnsOf(sample);
  const label = chooseNamed('label', labelNames, columns, question, sample);
  const text =
    chooseNamed('text', textNames, columns, question, sample) ??
    onlyColumnOfStrings(columns, sample, label, question);
  if (label !== null || !question.needsLabel) return { text, label };
  const others = columns.filter((column) => column !== text && column !== text.split('.')[0]);
  if (others.length === 1) return { text, label: others[0] ?? null };
  throw others.length === 0
    ? new UserError(`There is no column for the label beside "${text}".`, {
        place: placeIn(question.path, sample),
        next: 'Add a column "label", or name the file that has one.',
      })
    : ambiguous('label', others, question.path, sample);
}

/** The value of a column in a row: the key itself, else a path of keys joined by dots. */
export function valueOf(values: Readonly<Record<string, unknown>>, field: string): unknown {
  if (Object.hasOwn(values, field)) return values[field];
  if (!field.includes('.')) return undefined;
  let value: unknown = values;
  for (const key of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** All keys of some rows, in the order in which they appear. */
export function columnsOf(sample: readonly Row[]): readonly string[] {
  return [...new Set(sample.flatMap(({ values }) => Object.keys(values)))];
}

function chooseNamed(
  field: 'text' | 'label',
  names: readonly string[],
  columns: readonly string[],
  question: Question,
  sample: readonly Row[],
): string | null {
  const named = question.fields[field];
  const isOptional = field === 'label' && !question.needsLabel;
  if (named !== null && !(isOptional && !columns.includes(named))) {
    return existing(field, named, columns, question, sample);
  }
  const other = question.fields[field === 'text' ? 'label' : 'text'];
  const known = columns.filter(
    (column) => names.includes(column.toLowerCase()) && column !== other,
  );
  if (known.length <= 1) return known[0] ?? null;
  // Two labels do not matter where none is needed.
  if (isOptional) return null;
  throw ambiguous(field, known, question.path, sample);
}

function existing(
  field: 'text' | 'label',
  named: string,
  columns: readonly string[],
  { path, byPosition }: Question,
  sample: readonly Row[],
): string {
  if (sample.length === 0 || columns.includes(named)) return named;
  if (sample.some(({ values }) => valueOf(values, named) !== undefined)) return named;
  const atPosition = /^[1-9]\d*$/.test(named) ? columns[Number(named) - 1] : undefined;
  if (byPosition && atPosition !== undefined) return atPosition;
  throw new UserError(
    `There is no column "${named}" for the ${field}; there are ${list(columns)}.`,
    {
      place: placeIn(path, sample),
      next: `Correct "data.fields.${field}" in the run config, or --fields ${field}=COLUMN.`,
    },
  );
}

function onlyColumnOfStrings(
  columns: readonly string[],
  sample: readonly Row[],
  label: string | null,
  { path }: Question,
): string {
  const strings = columns.filter((column) => column !== label && holdsText(column, sample));
  const [only] = strings;
  if (only !== undefined && strings.length === 1) return only;
  if (strings.length === 0) {
    throw new UserError(`No column holds text; there are ${list(columns)}.`, {
      place: placeIn(path, sample),
      next: 'Name it with "data.fields.text" in the run config, or --fields text=COLUMN.',
    });
  }
  throw ambiguous('text', strings, path, sample);
}

function holdsText(column: string, sample: readonly Row[]): boolean {
  const filled = sample
    .map(({ values }) => values[column])
    .filter((value) => value !== undefined && value !== null && value !== '');
  return (
    filled.length > 0 &&
    filled.every((value) => typeof value === 'string') &&
    !filled.every((value) => looksNumeric(value))
  );
}

function ambiguous(
  field: 'text' | 'label',
  columns: readonly string[],
  path: string,
  sample: readonly Row[],
): UserError {
  return new UserError(`Which column holds the ${field}? It could be ${list(columns)}.`, {
    place: placeIn(path, sample),
    next: `Name it with "data.fields.${field}" in the run config, or --fields ${field}=COLUMN.`,
  });
}

/** The first row shows what the columns are. */
function placeIn(file: string, sample: readonly Row[]): Place {
  const line = sample[0]?.line;
  return line === undefined ? { file } : { file, line };
}

function list(columns: readonly string[]): string {
  const shown = columns.slice(0, 12).map((column) => `"${column.slice(0, 40)}"`);
  const more = columns.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

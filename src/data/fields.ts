import path from 'node:path';
import { UserError } from '../protocol/errors';
import type { Place } from '../protocol/errors';
import { nearestWord } from '../protocol/nearestWord';
import type { Fields } from '../protocol/runConfig';
import { labelNames, textNames } from '../protocol/fieldNames';
import { looksNumeric } from './looksNumeric';
import type { Row } from './readers/row';

/** The columns that hold text and label; `label` is null where there is none to be found and none is needed. */
export interface FoundFields {
  readonly text: string;
  readonly label: string | null;
}

/** What is asked of a file. */
interface Question {
  readonly path: string;
  /** What the user named; null: recognise it. */
  readonly fields: Fields;
  /** What a run found in its own data: taken where this file has it too. */
  readonly usual?: Fields | null;
  /** Prediction needs no labels. */
  readonly needsLabel: boolean;
  /** Tables: a column may also be named by its position, "1", "2", …. */
  readonly byPosition: boolean;
}

/** A question and the first rows, which answer it. */
interface Look extends Question {
  readonly sample: readonly Row[];
  readonly columns: readonly string[];
}

type Field = keyof FoundFields;

const namesOf: Readonly<Record<Field, readonly string[]>> = { text: textNames, label: labelNames };

/**
 * Which columns hold text and label: those named, else those a run found in its own data, else those whose name says
 * it, else the only column of strings and the only other column. @throws UserError naming the columns when that is
 * ambiguous.
 */
export function recogniseFields(sample: readonly Row[], question: Question): FoundFields {
  const look: Look = { ...question, sample, columns: columnsOf(sample) };
  const label = chooseNamed('label', look);
  const text = chooseNamed('text', look) ?? onlyColumnOfStrings(look, label);
  if (label !== null || !question.needsLabel) return { text, label };
  const others = look.columns.filter((column) => column !== text && column !== text.split('.')[0]);
  if (others.length === 1) return { text, label: others[0] ?? null };
  throw others.length === 0
    ? new UserError(`There is no column for the label beside "${text}".`, {
        place: placeIn(look),
        next: 'Add a column "label", or name the file that has one.',
      })
    : ambiguous('label', others, look);
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
function columnsOf(sample: readonly Row[]): readonly string[] {
  return [...new Set(sample.flatMap(({ values }) => Object.keys(values)))];
}

function chooseNamed(field: Field, look: Look): string | null {
  const { columns, fields, usual, needsLabel } = look;
  const isOptional = field === 'label' && !needsLabel;
  const named = fields[field];
  if (named !== null && !(isOptional && !hasColumn(named, look)))
    return existing(field, named, look);
  const found = usual?.[field] ?? null;
  if (found !== null && hasColumn(found, look)) return found;
  const other = fields[field === 'text' ? 'label' : 'text'];
  const known = columns.filter(
    (column) => namesOf[field].includes(column.toLowerCase()) && column !== other,
  );
  if (known.length <= 1) return known[0] ?? null;
  // Two labels do not matter where none is needed.
  if (isOptional) return null;
  throw ambiguous(field, known, look);
}

function hasColumn(name: string, { columns, sample }: Look): boolean {
  return columns.includes(name) || sample.some(({ values }) => valueOf(values, name) !== undefined);
}

function existing(field: Field, named: string, look: Look): string {
  const { sample, columns, byPosition } = look;
  if (sample.length === 0 || hasColumn(named, look)) return named;
  const atPosition = /^[1-9]\d*$/.test(named) ? columns[Number(named) - 1] : undefined;
  if (byPosition && atPosition !== undefined) return atPosition;
  const near = nearestWord(named, columns);
  const hint = near === null ? '' : `Did you mean "${near}"? `;
  throw new UserError(
    `There is no column "${named}" for the ${field} in ${path.basename(look.path)}; there are ${list(columns)}.`,
    {
      place: placeIn(look),
      next: `${hint}Correct "data.fields.${field}" in the run config, or --fields ${field}=COLUMN.`,
      key: `data.fields.${field}`,
    },
  );
}

function onlyColumnOfStrings(look: Look, label: string | null): string {
  const { columns, sample } = look;
  const strings = columns.filter((column) => column !== label && holdsText(column, sample));
  const [only] = strings;
  if (only !== undefined && strings.length === 1) return only;
  if (strings.length > 0) throw ambiguous('text', strings, look);
  throw new UserError(`No column holds text; there are ${list(columns)}.`, {
    place: placeIn(look),
    next: 'Name it with "data.fields.text" in the run config, or --fields text=COLUMN.',
  });
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

function ambiguous(field: Field, columns: readonly string[], look: Look): UserError {
  return new UserError(`Which column holds the ${field}? It could be ${list(columns)}.`, {
    place: placeIn(look),
    next: `Name it with "data.fields.${field}" in the run config, or --fields ${field}=COLUMN.`,
  });
}

/** The first row shows what the columns are. */
function placeIn({ path: file, sample }: Look): Place {
  const line = sample[0]?.line;
  return line === undefined ? { file } : { file, line };
}

function list(columns: readonly string[]): string {
  const shown = columns.slice(0, 12).map((column) => `"${column.slice(0, 40)}"`);
  const more = columns.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

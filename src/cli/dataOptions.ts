import path from 'node:path';
import { UserError } from '../protocol/errors';
import type { DataConfig, DataFormat, DataSource, Fields } from '../protocol/runConfig';
import { furtherColumns } from '../protocol/schemaNames';
import { dataFormats, isDataFormat } from './dataFormats';
import type { ParsedArguments } from './parseArguments';

/** How to read the rows a command is about. */
export interface RowsToRead {
  readonly source: DataSource;
  readonly fields: Fields;
  /** Columns the run used; null: there is no run. */
  readonly usual: Fields | null;
}

/** What a model's own file says about data; see FinetuneFile. */
export interface DataOfRun {
  readonly data: DataConfig;
  readonly fields?: Fields;
}

/**
 * The file `file` as the DATA flags say; what they leave out comes from the data of the run (null: there is
 * none), and what that leaves out is recognised. @throws UserError for a flag that cannot be read
 */
export function rowsToRead(
  file: string,
  given: ParsedArguments,
  ofRun: DataOfRun | null,
): RowsToRead {
  const flags = dataFlags(given);
  const model = ofRun === null ? null : sourceLike(file, flags.format, ofRun.data);
  return {
    source: {
      path: path.resolve(file),
      format: flags.format ?? model?.format ?? null,
      header: flags.header ?? (flags.columns === null ? (model?.header ?? null) : null),
      columns: flags.columns ?? model?.columns ?? null,
    },
    fields: {
      ...ofRun?.data.fields,
      ...flags.fields,
      text: flags.fields.text ?? ofRun?.data.fields.text ?? null,
      label: flags.fields.label ?? ofRun?.data.fields.label ?? null,
    },
    usual: ofRun?.fields ?? null,
  };
}

/** What the DATA flags say by themselves; null: nothing. */
export interface DataFlags {
  readonly fields: Fields;
  readonly format: DataFormat | null;
  readonly columns: readonly string[] | null;
  readonly header: false | null;
}

export function dataFlags(given: ParsedArguments): DataFlags {
  const format = given.value('format');
  if (format !== null && !isDataFormat(format))
    throw new UserError(`--format ${format} is not in this version.`, {
      next: `Convert the file to one of ${dataFormats.join(', ')}.`,
    });
  const columns =
    given
      .value('columns')
      ?.split(',')
      .map((column) => column.trim()) ?? null;
  if (columns?.includes('') === true)
    throw new UserError('--columns holds an empty name.', {
      next: 'Write the names of all columns with commas between, such as --columns text,label.',
    });
  return {
    fields: parseFields(given.value('fields')),
    format: format,
    columns,
    header: given.has('no-header') ? false : null,
  };
}

/** `text=COLUMN,label=COLUMN`, or columns of other schemas; a column's name may hold an equals sign. */
function parseFields(text: string | null): Fields {
  const fields: { -readonly [Name in keyof Fields]: Fields[Name] } = { text: null, label: null };
  for (const part of text === null ? [] : text.split(',')) {
    const [, field = '', column = ''] = /^\s*([a-z]+)\s*=(.+)$/.exec(part) ?? [];
    if (!isField(field) || column.trim() === '')
      throw new UserError(`--fields cannot be read: "${part}".`, {
        next: 'Write --fields text=COLUMN,label=COLUMN; other names are those of a schema, such as prompt.',
      });
    fields[field] = column.trim();
  }
  return fields;
}

function isField(name: string): name is keyof Fields {
  return name === 'text' || name === 'label' || furtherColumns.some((each) => each === name);
}

/** The file of the run that is written like this one: only then its layout says something about it. */
function sourceLike(
  file: string,
  format: DataFormat | null,
  { train, validation, test }: DataConfig,
): DataSource | null {
  const kind = (source: Pick<DataSource, 'path' | 'format'>): string =>
    source.format ?? path.extname(source.path).toLowerCase().slice(1);
  const wanted = kind({ path: file, format });
  const sources = [test, validation, train].filter((source) => source !== null);
  return sources.find((source) => kind(source) === wanted) ?? null;
}

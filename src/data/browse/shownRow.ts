import type { RowDetail, RowProblem, RowTokens, ShownRow } from '../../protocol/datasetPage';
import { printPath } from '../lint/printPath';
import { rowStringsReader } from '../lint/rowStrings';
import type { TextRow } from '../lint/scan/textRow';
import { partsOf } from '../schemas/partsOf';
import type { Schema, ValuePath } from '../schemas/schema';
import { cellText } from './cellText';

/** Characters of a cell that the table shows; the side panel has all of them. */
const longestCell = 300;

/** Characters of one field in the side panel: more than that nobody reads there, and it is told. */
const longestField = 100_000;

/** A row as a line of the table. */
export function shownRow(
  { row, values, record }: TextRow,
  columns: readonly string[],
  problems: readonly RowProblem[],
): ShownRow {
  const cells =
    values === null
      ? [oneLine(record.raw)]
      : columns.map((column) => oneLine(cellText(values[column])));
  return { row: row ?? 0, line: record.line, cells, problems, isReadable: values !== null };
}

/** All texts of a row with their part in training, then what is no text. */
export function rowDetail(
  { row, values, record }: TextRow,
  schema: Schema | null,
  problems: readonly RowProblem[],
  tokensOf: ((schema: Schema, values: Readonly<Record<string, unknown>>) => RowTokens) | null,
): RowDetail {
  const tokens =
    values === null || schema === null || tokensOf === null ? null : tokensOf(schema, values);
  const head = { row: row ?? 0, line: record.line, problems, tokens };
  if (values === null)
    return { ...head, fields: [{ path: 'line', role: null, ...cut(record.raw) }] };
  const parts = schema === null ? [] : partsOf(schema, values);
  const roles = new Map(parts.map(({ path, role }) => [nameOf(path), role]));
  const strings = rowStringsReader()(values);
  const shown = new Set(strings.map(({ path }) => nameOf(path)));
  const others = Object.entries(values).filter(
    ([name, value]) => typeof value !== 'object' && !shown.has(name),
  );
  const texts = strings.map(({ path, text }) => ({ path: nameOf(path), text }));
  const rest = others.map(([name, value]) => ({ path: name, text: cellText(value) }));
  return {
    ...head,
    fields: [...texts, ...rest].map(({ path, text }) => ({
      path,
      role: roles.get(path) ?? null,
      ...cut(text),
    })),
  };
}

function nameOf(path: ValuePath): string {
  return printPath(path) ?? '';
}

function oneLine(text: string): string {
  const head = text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
  return visible(head.replaceAll(/[\r\n\t]+/g, ' '));
}

/** Control characters as the signs that stand for them: what has no shape is not seen. */
function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  return text.replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, (sign) => {
    const code = sign.charCodeAt(0);
    return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
  });
}

function cut(text: string): Pick<RowDetail['fields'][number], 'text' | 'cutFrom'> {
  if (text.length <= longestField) return { text: visible(text), cutFrom: null };
  return { text: visible(`${text.slice(0, longestField)}…`), cutFrom: text.length };
}

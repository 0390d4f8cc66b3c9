import { assertNever } from '../../../protocol/assertNever';
import type { ValuePath } from '../../schemas/schema';
import type { Span } from '../rule';
import type { Cell } from '../scan/splitCells';
import { keyText, membersOf, skipSpace, skipValue, type Member } from './jsonCursor';
import { cellsOf, type RowSyntax } from './rowText';

/** Characters of a row's raw text, in UTF-16 code units. */
export interface RawRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Where in a row's raw text a span of its values stands: a value that is missing stands where its parent does, a span of a
 * string inside its quotes.
 */
export function locate(raw: string, syntax: RowSyntax, span: Span): RawRange {
  switch (syntax.type) {
    case 'json':
      return locateJson(raw, span);
    case 'table': {
      const [column] = span.path;
      if (column === undefined) return whole(raw);
      const cell = cellsOf(raw, syntax)[syntax.columns.indexOf(String(column))];
      return cell === undefined ? whole(raw) : spanOfCell(raw, cell, span);
    }
    case 'line':
      return { start: span.start ?? 0, end: span.end ?? raw.length };
    case 'unplaced':
      return { start: 0, end: 0 };
    default:
      return assertNever(syntax, 'syntax');
  }
}

/** The place of an offset of a text that begins at `line` and `column`; all count from 1. */
export function placeAt(
  raw: string,
  offset: number,
  from: { readonly line: number; readonly column: number },
): { readonly line: number; readonly column: number } {
  let { line } = from;
  let lineStart = -1;
  for (let at = 0; at < offset; at += 1) {
    const code = raw.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    if (code === 13 && raw.charCodeAt(at + 1) === 10 && at + 1 < offset) at += 1;
    line += 1;
    lineStart = at + 1;
  }
  const column = lineStart < 0 ? from.column + offset : offset - lineStart + 1;
  return { line, column };
}

function whole(raw: string): RawRange {
  return { start: 0, end: raw.length };
}

function locateJson(raw: string, { path, start, end, isKey }: Span): RawRange {
  const found = findJson(raw, path);
  if (found === null) return whole(raw);
  if (isKey === true && found.isExact && found.member.key !== null) return found.member.key;
  const { member, isExact } = found;
  if (!isExact || start === undefined || raw[member.start] !== '"')
    return { start: member.start, end: member.end };
  return {
    start: rawOffset(raw, member.start + 1, start),
    end: rawOffset(raw, member.start + 1, end ?? Infinity),
  };
}

/**
 * The value a path leads to in a row's JSON text, else the deepest there is on the way to it. Of a key that stands twice,
 * the last counts, as it does for parsers. Null: the text holds no value at all.
 */
export function findJson(
  raw: string,
  path: ValuePath,
): { readonly member: Member; readonly isExact: boolean } | null {
  const from = skipSpace(raw, 0);
  if (from === raw.length) return null;
  let member: Member = { key: null, start: from, end: skipValue(raw, from) };
  for (const step of path) {
    const inner = memberAt(raw, member.start, step);
    if (inner === null) return { member, isExact: false };
    member = inner;
  }
  return { member, isExact: true };
}

function memberAt(raw: string, at: number, step: string | number): Member | null {
  let found: Member | null = null;
  let index = 0;
  for (const member of membersOf(raw, at)) {
    if (member.key === null) {
      if (index === Number(step)) return member;
      index += 1;
    } else if (keyText(raw, member.key) === String(step)) found = member;
  }
  return found;
}

/** Offset in the raw text of the `units`-th code unit of the string whose text begins at `from`. */
export function rawOffset(raw: string, from: number, units: number): number {
  let at = from;
  for (let left = units; left > 0; left -= 1) {
    const code = raw.charCodeAt(at);
    if (code === 34 || Number.isNaN(code)) return at;
    at += code !== 92 ? 1 : raw.charCodeAt(at + 1) === 117 ? 6 : 2;
  }
  return at;
}

function spanOfCell(raw: string, cell: Cell, { start, end }: Span): RawRange {
  if (start === undefined) return { start: cell.start, end: cell.end };
  return {
    start: cellOffset(raw, cell, start),
    end: cellOffset(raw, cell, end ?? cell.text.length),
  };
}

/** Offset in the raw text of the `units`-th code unit of a cell's text: in a quoted one, a quote is written twice. */
function cellOffset(raw: string, cell: Cell, units: number): number {
  if (!cell.isQuoted) return Math.min(cell.start + units, cell.end);
  let at = cell.start + 1;
  for (let left = units; left > 0 && at < cell.end - 1; left -= 1)
    at += raw.charCodeAt(at) === 34 ? 2 : 1;
  return at;
}

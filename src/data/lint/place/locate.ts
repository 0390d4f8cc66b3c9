import { assertNever } from '../../../protocol/assertNever';
import type { ValuePath } from '../../schemas/schema';
import { isSamePath } from '../../schemas/valuePaths';
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
 * A function that tells where in a row's raw text a span of its values stands: a value that is missing stands where its
 * parent does, a span of a string inside its quotes. Spans of one text in their order take one walk over it, however many.
 */
export function spanLocator(raw: string, syntax: RowSyntax): (span: Span) => RawRange {
  switch (syntax.type) {
    case 'json':
      return jsonLocator(raw);
    case 'table':
      return cellLocator(raw, syntax);
    case 'line':
      return ({ start, end }) => ({ start: start ?? 0, end: end ?? raw.length });
    case 'unplaced':
      return () => ({ start: 0, end: 0 });
    default:
      return assertNever(syntax, 'syntax');
  }
}

function whole(raw: string): RawRange {
  return { start: 0, end: raw.length };
}

function jsonLocator(raw: string): (span: Span) => RawRange {
  let path: ValuePath | null = null;
  let found: ReturnType<typeof findJson> = null;
  let offsetOf: (units: number) => number = () => 0;
  return (span) => {
    if (path === null || !isSamePath(path, span.path)) {
      path = span.path;
      found = findJson(raw, path);
      const begin = found === null ? 0 : found.member.start + 1;
      offsetOf = onward(begin, (from, units) => rawOffset(raw, from, units));
    }
    if (found === null) return whole(raw);
    const { member, isExact } = found;
    if (span.isKey === true && isExact && member.key !== null) return member.key;
    if (!isExact || span.start === undefined || raw[member.start] !== '"')
      return { start: member.start, end: member.end };
    const start = offsetOf(span.start);
    return { start, end: offsetOf(span.end ?? Infinity) };
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

function cellLocator(
  raw: string,
  syntax: Extract<RowSyntax, { type: 'table' }>,
): (span: Span) => RawRange {
  const cells = cellsOf(raw, syntax);
  let cell: Cell | undefined;
  let offsetOf: (units: number) => number = () => 0;
  return ({ path: [column], start, end }) => {
    const next = column === undefined ? undefined : cells[syntax.columns.indexOf(String(column))];
    if (next === undefined) return whole(raw);
    if (next !== cell) {
      cell = next;
      const begin = next.isQuoted ? next.start + 1 : next.start;
      offsetOf = onward(begin, (from, units) => cellOffset(raw, next, from, units));
    }
    if (start === undefined) return { start: next.start, end: next.end };
    return { start: offsetOf(start), end: offsetOf(end ?? next.text.length) };
  };
}

/** Offsets by a walk that goes on where it last was, and begins anew for what stands before that. */
function onward(
  begin: number,
  walk: (from: number, units: number) => number,
): (units: number) => number {
  let [known, at] = [0, begin];
  return (units) => {
    if (units < known) [known, at] = [0, begin];
    at = walk(at, units - known);
    known = units;
    return at;
  };
}

/** Offset in the raw text `units` code units of a cell's text on from an offset: in a quoted one, a quote is written twice. */
function cellOffset(raw: string, cell: Cell, from: number, units: number): number {
  if (!cell.isQuoted) return Math.min(from + units, cell.end);
  let at = from;
  for (let left = units; left > 0 && at < cell.end - 1; left -= 1)
    at += raw.charCodeAt(at) === 34 ? 2 : 1;
  return at;
}

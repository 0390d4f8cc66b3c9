import { editsOf, isEdits } from '../applyFix';
import type { Fix } from '../fix';
import type { RowSyntax } from '../place/rowText';
import type { PlacedFound } from './rowLint';
import type { TextChange } from './textChange';

/**
 * What a fix means for the text of an open document. Null: it cannot be made, or the row is not what it was when the finding
 * was made.
 */
export function fixChanges(
  lines: readonly string[],
  { found, start }: Pick<PlacedFound, 'found' | 'start'>,
  { syntax, isList }: { readonly syntax: RowSyntax; readonly isList: boolean },
  fix: Fix,
): readonly TextChange[] | null {
  const { record } = found;
  if (record === null) return null;
  const { raw } = record;
  if (!stands(lines, raw, start)) return null;
  const edits = editsOf(raw, syntax, fix);
  if (edits === null) return null;
  const end = placeIn(raw, raw.length, start);
  if (edits === 'delete-row')
    return [isList ? elementDeletion(lines, start, end) : linesDeletion(lines, start, end)];
  if (!isEdits(edits)) {
    const text = edits.rows.join(between(lines, start));
    const { line, column } = start;
    return [{ line, column, endLine: end.line, endColumn: end.column, text }];
  }
  return edits.map(({ start: from, end: to, text }) => {
    const [first, last] = [placeIn(raw, from, start), placeIn(raw, to, start)];
    return { ...first, endLine: last.line, endColumn: last.column, text };
  });
}

/** What stands between a row and the next: a line's end, and in a list a comma, laid out as this row is. */
function between(lines: readonly string[], start: Place): string {
  const before = lastCharacter(lines, start)?.character;
  const indent = (lines[start.line] ?? '').slice(0, start.column);
  if (before !== ',' && before !== '[') return '\n';
  return /^\s*$/.test(indent) && start.line > 0 ? `,\n${indent}` : ', ';
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Whether a text stands in the document at a place. */
function stands(lines: readonly string[], raw: string, start: Place): boolean {
  return raw.split('\n').every((text, index) => {
    const line = lines[start.line + index] ?? '';
    return line.startsWith(text, index === 0 ? start.column : 0);
  });
}

function placeIn(raw: string, offset: number, start: Place): Place {
  const before = raw.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  if (lastBreak < 0) return { line: start.line, column: start.column + offset };
  return { line: start.line + before.split('\n').length - 1, column: offset - lastBreak - 1 };
}

/** Whole lines, with their end; of the last lines of a document, with the end before them. */
function linesDeletion(lines: readonly string[], start: Place, end: Place): TextChange {
  const { line } = start;
  if (end.line + 1 < lines.length)
    return { line, column: 0, endLine: end.line + 1, endColumn: 0, text: '' };
  const endColumn = lines[end.line]?.length ?? 0;
  if (line === 0) return { line, column: 0, endLine: end.line, endColumn, text: '' };
  const column = lines[line - 1]?.length ?? 0;
  return { line: line - 1, column, endLine: end.line, endColumn, text: '' };
}

/** An element of a JSON list with the comma before it; of the first one, up to where the second begins. */
function elementDeletion(lines: readonly string[], start: Place, end: Place): TextChange {
  const { line, column } = start;
  const [endLine, endColumn] = [end.line, end.column];
  const before = lastCharacter(lines, start);
  if (before?.character === ',')
    return { line: before.line, column: before.column, endLine, endColumn, text: '' };
  const comma = firstCharacter(lines, end);
  if (comma?.character !== ',') return { line, column, endLine, endColumn, text: '' };
  const behind = { line: comma.line, column: comma.column + 1 };
  const next = firstCharacter(lines, behind) ?? behind;
  return { line, column, endLine: next.line, endColumn: next.column, text: '' };
}

interface CharacterPlace extends Place {
  readonly character: string;
}

/** The last character before a place that is no white space. */
function lastCharacter(lines: readonly string[], from: Place): CharacterPlace | null {
  for (let line = from.line; line >= 0; line -= 1) {
    const text = (lines[line] ?? '').slice(0, line === from.line ? from.column : undefined);
    const column = text.trimEnd().length - 1;
    if (column >= 0) return { line, column, character: text[column] ?? '' };
  }
  return null;
}

function firstCharacter(lines: readonly string[], from: Place): CharacterPlace | null {
  for (let line = from.line; line < lines.length; line += 1) {
    const start = line === from.line ? from.column : 0;
    const text = (lines[line] ?? '').slice(start);
    const skipped = text.length - text.trimStart().length;
    if (skipped < text.length)
      return { line, column: start + skipped, character: text[skipped] ?? '' };
  }
  return null;
}

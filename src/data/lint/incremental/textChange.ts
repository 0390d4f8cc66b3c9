/** A piece of a document that other text takes the place of. Lines and columns count from 0, columns in UTF-16 code units. */
export interface TextChange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** What a change did to the lines of a document: where it ended before, and where its text ends now. */
export interface ChangedLines {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly newEndLine: number;
  readonly newEndColumn: number;
}

/** Lines as editors count them: their ends are \n, \r\n or \r, and there is always one line more than ends. */
export function splitLines(text: string): string[] {
  return text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n');
}

/** Adds the lines of the next piece of a document, which begins with a line. */
export function addLines(lines: string[], text: string): void {
  for (const line of splitLines(text)) lines.push(line);
}

/** Changes lines in place. What lies outside the document is brought inside, as editors do. */
export function applyChange(lines: string[], change: TextChange): ChangedLines {
  const [line, column] = within(lines, change.line, change.column);
  const [endLine, endColumn] = within(lines, change.endLine, change.endColumn);
  const inserted = splitLines(change.text);
  const last = inserted.length - 1;
  const before = (lines[line] ?? '').slice(0, column);
  const after = (lines[endLine] ?? '').slice(endColumn);
  const newEndColumn = (inserted[last]?.length ?? 0) + (last === 0 ? column : 0);
  inserted[0] = before + (inserted[0] ?? '');
  inserted[last] = (inserted[last] ?? '') + after;
  replaceRange(lines, line, endLine + 1, inserted);
  return { line, column, endLine, endColumn, newEndLine: line + last, newEndColumn };
}

/** Puts items in place of those from `start` to before `end`; as many as there are, unlike `splice` with its arguments. */
export function replaceRange<T>(list: T[], start: number, end: number, items: readonly T[]): void {
  if (items.length < 10_000) {
    list.splice(start, end - start, ...items);
    return;
  }
  const tail = list.slice(end);
  list.length = start;
  for (const item of items) list.push(item);
  for (const item of tail) list.push(item);
}

function within(lines: readonly string[], line: number, column: number): [number, number] {
  const last = lines.length - 1;
  if (line > last) return [last, lines[last]?.length ?? 0];
  return [line, Math.min(column, lines[line]?.length ?? 0)];
}

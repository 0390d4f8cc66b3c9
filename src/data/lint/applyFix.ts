import { assertNever } from '../../protocol/assertNever';
import type { ValuePath } from '../schemas/schema';
import type { Change } from './fix';
import { removeFromJson, renameJsonKey, setJson } from './place/editJson';
import { setCell } from './place/editTable';
import type { RowSyntax } from './place/rowText';

/** A change of a row's raw text; offsets are UTF-16 code units. */
export interface RawEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a change means for the raw text of a row. */
export type RowEdits =
  /** In the order of their places: no character outside them changes. */
  | readonly RawEdit[]
  /** The whole record goes, with the line's end or comma that is its own. */
  | 'delete-row'
  /** Texts of the rows that stand in its place; what goes between them is the file's matter. */
  | { readonly rows: readonly string[] };

/** Null: the change cannot be made in this row, for example because the value it means is not there. */
export function editsOf(raw: string, syntax: RowSyntax, change: Change): RowEdits | null {
  switch (change.type) {
    case 'delete-row':
      return 'delete-row';
    case 'edit-text': {
      const { start, end, text } = change;
      return start <= end && end <= raw.length ? [{ start, end, text }] : null;
    }
    case 'split-row':
      return splitRow(raw, syntax, change.rows);
    case 'all':
      return allEdits(raw, syntax, change.changes);
    case 'set-value':
      return asList(setValue(raw, syntax, change.path, change.value));
    case 'rename-key':
      // A table's columns are named in its header alone.
      return asList(syntax.type === 'json' ? renameJsonKey(raw, change.path, change.to) : null);
    case 'remove-value':
      if (syntax.type === 'json') return removeAll(raw, [change.path]);
      return asList(setValue(raw, syntax, change.path, ''));
    default:
      return assertNever(change, 'change');
  }
}

/** The raw text with its edits made. */
export function withEdits(raw: string, edits: readonly RawEdit[]): string {
  let text = '';
  let from = 0;
  for (const edit of edits) {
    text += raw.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return text + raw.slice(from);
}

function setValue(raw: string, syntax: RowSyntax, path: ValuePath, value: unknown): RawEdit | null {
  switch (syntax.type) {
    case 'json':
      return setJson(raw, path, value);
    case 'table':
      return setCell(raw, syntax, path, value);
    case 'line':
      // A line holds one line.
      if (typeof value !== 'string' || /[\r\n]/.test(value)) return null;
      return { start: 0, end: raw.length, text: value };
    case 'unplaced':
      return null;
    default:
      return assertNever(syntax, 'syntax');
  }
}

function allEdits(raw: string, syntax: RowSyntax, changes: readonly Change[]): RowEdits | null {
  const edits: RawEdit[] = [];
  const removed: ValuePath[] = [];
  for (const change of changes) {
    if (change.type === 'remove-value' && syntax.type === 'json') {
      removed.push(change.path);
      continue;
    }
    const made = editsOf(raw, syntax, change);
    if (!isEdits(made)) return made;
    edits.push(...made);
  }
  const together = removeAll(raw, removed);
  if (together === null) return null;
  edits.push(...together);
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const overlap = edits.some(({ start }, index) => start < (edits[index - 1]?.end ?? 0));
  return overlap ? null : edits;
}

function splitRow(raw: string, syntax: RowSyntax, rows: readonly Change[]): RowEdits | null {
  const texts: string[] = [];
  for (const change of rows) {
    const edits = editsOf(raw, syntax, change);
    if (!isEdits(edits)) return null;
    texts.push(withEdits(raw, edits));
  }
  return texts.length === 0 ? null : { rows: texts };
}

/** Whether the row stays one row. */
export function isEdits(made: RowEdits | null): made is readonly RawEdit[] {
  return Array.isArray(made);
}

function asList(edit: RawEdit | null): readonly RawEdit[] | null {
  return edit === null ? null : [edit];
}

/** Neighbours share a comma, so what goes out of one list goes at once. */
function removeAll(raw: string, paths: readonly ValuePath[]): readonly RawEdit[] | null {
  const byParent = new Map<
    string,
    { readonly parent: ValuePath; readonly steps: (string | number)[] }
  >();
  for (const path of paths) {
    const step = path.at(-1);
    if (step === undefined) return null;
    const parent = path.slice(0, -1);
    const key = JSON.stringify(parent);
    const known = byParent.get(key);
    if (known === undefined) byParent.set(key, { parent, steps: [step] });
    else known.steps.push(step);
  }
  const edits: RawEdit[] = [];
  for (const { parent, steps } of byParent.values()) {
    const made = removeFromJson(raw, parent, steps);
    if (made === null) return null;
    edits.push(...made);
  }
  return edits;
}

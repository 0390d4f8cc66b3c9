import path from 'node:path';
import * as vscode from 'vscode';
import type { RuleId } from '../../protocol/lint';
import { UserError } from '../../protocol/errors';
import { inverseEdits, type OffsetEdit } from './inverseEdits';
import { editOf } from './lintEdits';
import type { LintFeature } from './lintFeature';
import type { OfferedFix } from './lintMessages';
import { openForFixes } from './openForFixes';

/** A problem of a row and the title of what is to mend it. */
export interface WantedFix {
  readonly file: string;
  readonly rule: RuleId;
  readonly row: number;
  /** A line of the row, from 1. */
  readonly line: number;
  readonly title: string;
}

/** A fix that was made. */
export interface MadeFix {
  readonly wanted: WantedFix;
  /** Takes it back. @throws UserError when the file has changed since */
  readonly undo: () => Promise<void>;
}

/** How long fixes of one row may take to be told. */
const patienceMs = 5_000;

/**
 * Mends a problem in its file, which is saved if it had no unsaved changes before. @throws UserError when the row is not what
 * it was
 */
export async function fixProblem(lint: LintFeature, wanted: WantedFix): Promise<MadeFix> {
  const { file, line } = wanted;
  const document = await openForFixes(lint, file);
  const lines = { line: line - 1, endLine: line - 1 };
  const fixes = await lint.fixesAt(file, lines, patienceMs);
  const fix = fixes.find((each) => isWanted(each, wanted));
  if (fix === undefined && document.isDirty) throw changed(file, 'Save it, then choose again.');
  if (fix === undefined)
    throw changed(file, 'The page shows it as it is now: choose the fix again.');
  const edits = offsetEdits(document, fix);
  const inverse = inverseEdits(edits, (start, end) => textAt(document, start, end));
  const wasDirty = document.isDirty;
  if (!(await vscode.workspace.applyEdit(editOf(document.uri, [fix])))) {
    throw new UserError(`${path.basename(file)} could not be changed.`, {
      next: 'See whether it may be written to.',
    });
  }
  if (!wasDirty) await document.save();
  const length = lengthOf(document);
  return { wanted, undo: () => takeBack(file, { edits, inverse, length }) };
}

function isWanted(fix: OfferedFix, { rule, row, title }: WantedFix): boolean {
  return fix.rule === rule && fix.row === row && fix.title === title;
}

/** What was made of a document, and what takes it back. */
interface Made {
  readonly edits: readonly OffsetEdit[];
  readonly inverse: readonly OffsetEdit[];
  /** Of the document afterwards. */
  readonly length: number;
}

async function takeBack(file: string, { edits, inverse, length }: Made): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const made = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  const stands = inverse.every(
    ({ start, end }, index) => textAt(document, start, end) === made[index]?.text,
  );
  if (!stands || lengthOf(document) !== length)
    throw changed(file, 'Undo it in the editor, or from your version control.');
  const wasDirty = document.isDirty;
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of inverse) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    edit.replace(document.uri, range, text);
  }
  await vscode.workspace.applyEdit(edit);
  if (!wasDirty) await document.save();
}

function offsetEdits(document: vscode.TextDocument, { changes }: OfferedFix): OffsetEdit[] {
  const lineEnd = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
  return changes.map(({ line, column, endLine, endColumn, text }) => ({
    start: document.offsetAt(new vscode.Position(line, column)),
    end: document.offsetAt(new vscode.Position(endLine, endColumn)),
    // note: the editor writes line ends as the document has them.
    text: text.replaceAll(/\r\n|\r|\n/g, lineEnd),
  }));
}

function textAt(document: vscode.TextDocument, start: number, end: number): string {
  return document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end)));
}

function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

function changed(file: string, next: string): UserError {
  return new UserError(`${path.basename(file)} was changed meanwhile.`, { next });
}

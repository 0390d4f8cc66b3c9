import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import { maxLengthEdits } from './maxLengthEdit';

/**
 * Writes another `training.maxLength` into a run config: previewed, one edit to undo. The config is saved if it had no unsaved
 * changes, since rows are checked by what is saved.
 */
export async function raiseMaxLength(parameters: readonly unknown[]): Promise<void> {
  const [config, maxLength] = parameters;
  if (typeof config !== 'string' || typeof maxLength !== 'number') return;
  const document = await vscode.workspace.openTextDocument(config);
  const { isDirty: wasDirty, version } = document;
  const name = path.basename(config);
  const edit = previewedEdit(document, maxLength);
  const isDone = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  if (!isDone || document.version === version) return;
  if (!wasDirty && !(await document.save())) {
    throw new UserError(`${name} could not be saved.`, {
      next: 'See whether it may be written to, then save it.',
    });
  }
  const saved = wasDirty ? ` Save ${name} to have the rows checked by it.` : '';
  const open = 'Open config';
  const chosen = await vscode.window.showInformationMessage(
    `maxLength is ${formatCount(maxLength)} in ${name}.${saved} Longer rows take more time and memory.`,
    open,
  );
  if (chosen === open) await vscode.window.showTextDocument(document);
}

function previewedEdit(document: vscode.TextDocument, maxLength: number): vscode.WorkspaceEdit {
  const label = `Raise maxLength to ${formatCount(maxLength)}`;
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of maxLengthEdits(document.getText(), maxLength)) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    edit.replace(document.uri, range, text, { needsConfirmation: false, label });
  }
  // note: as in fixAllOfRule: there is a preview, with everything ticked, only where something needs confirmation.
  edit.createFile(document.uri, { ignoreIfExists: true }, { needsConfirmation: true, label });
  return edit;
}

import * as vscode from 'vscode';
import type { OfferedFix } from './lintMessages';

/** One edit that applies fixes which do not touch each other: undone as one. */
export function editOf(
  uri: vscode.Uri,
  fixes: readonly OfferedFix[],
  metadata?: vscode.WorkspaceEditEntryMetadata,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { changes } of fixes) {
    for (const { line, column, endLine, endColumn, text } of changes) {
      edit.replace(uri, new vscode.Range(line, column, endLine, endColumn), text, metadata);
    }
  }
  return edit;
}

import path from 'node:path';
import * as vscode from 'vscode';

/** The folder of a file as lists say it: within the workspace, and empty for the workspace folder itself. */
export function folderOf(file: string): string {
  const folder = path.dirname(vscode.workspace.asRelativePath(file));
  return folder === '.' ? '' : folder;
}

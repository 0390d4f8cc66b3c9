import path from 'node:path';
import * as vscode from 'vscode';
import type { UserError } from '../../protocol/errors';

/** Which files a command may be about. */
interface FileQuestion {
  readonly placeHolder: string;
  /** Whether the active editor's file is one of them. */
  readonly fits: (uri: vscode.Uri) => boolean;
  /** All there are, each with what else is said of it. */
  readonly all: () => Promise<readonly { readonly uri: vscode.Uri; readonly detail?: string }[]>;
  /** What is wrong where there are none. */
  readonly none: UserError;
}

/** The file a command is about: as called, the active editor's, the only one, else picked; undefined when given up. */
export async function targetFile(
  parameters: readonly unknown[],
  { placeHolder, fits, all, none }: FileQuestion,
): Promise<vscode.Uri | undefined> {
  const [first] = parameters;
  if (first instanceof vscode.Uri) return first;
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active !== undefined && fits(active)) return active;
  const files = await all();
  if (files.length === 0) throw none;
  if (files.length === 1) return files[0]?.uri;
  const picked = await vscode.window.showQuickPick(
    files.map(({ uri, detail }) => ({
      label: path.basename(uri.fsPath),
      description: folderText(uri),
      ...(detail === undefined ? {} : { detail }),
      uri,
    })),
    { placeHolder, matchOnDescription: true },
  );
  return picked?.uri;
}

/** The folder of a file, with the workspace folder's name where there are several; empty at the top. */
function folderText(uri: vscode.Uri): string {
  const folder = path.dirname(vscode.workspace.asRelativePath(uri));
  return folder === '.' ? '' : folder;
}

import * as vscode from 'vscode';

/**
 * Opens a file at a range. note: `showTextDocument` refuses files over 50 MB, whose text VS Code hands to no extension; the
 * editor itself shows them.
 */
export async function openAt(
  file: string,
  selection: vscode.Range,
  options: Omit<vscode.TextDocumentShowOptions, 'selection'> = {},
): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file), {
    ...options,
    selection,
  });
}

/** Whether a file is open with changes that are not saved. */
export function isUnsaved(file: string): boolean {
  return vscode.window.tabGroups.all.some(({ tabs }) =>
    tabs.some(
      ({ input, isDirty }) =>
        isDirty && input instanceof vscode.TabInputText && input.uri.fsPath === file,
    ),
  );
}

/** The file that the user looks at, also where its text is known to no extension; undefined: none. */
export function shownFile(): string | undefined {
  const { activeTextEditor, tabGroups } = vscode.window;
  if (activeTextEditor !== undefined) return activeTextEditor.document.uri.fsPath;
  const input: unknown = tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText ? input.uri.fsPath : undefined;
}

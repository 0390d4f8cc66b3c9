import path from 'node:path';
import * as vscode from 'vscode';
import { isInside } from '../runs/runRoots';
import type { Services } from '../services';
import { openPlace, showFailure } from '../showFailure';

/**
 * Opens a data row that a page names. A page shows text from files, so files that no run names and that stand outside the workspace,
 * such as those of a report from elsewhere, are opened only when the user says so.
 */
export async function openRow(
  services: Services,
  { path: file, line }: { readonly path: string; readonly line: number },
): Promise<void> {
  const target = path.resolve(file);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const isNamed =
    folders.some(({ uri }) => isInside(target, uri.fsPath)) ||
    services.runs
      .known()
      .some(({ record }) =>
        record.datasets.some((dataset) => path.resolve(dataset.path) === target),
      );
  try {
    if (isNamed || (await isWanted(target))) await openPlace({ file: target, line });
  } catch (error) {
    void showFailure(services.log, error);
  }
}

/** What the user has opened from elsewhere needs no second question. */
const wanted = new Set<string>();

async function isWanted(file: string): Promise<boolean> {
  if (wanted.has(file)) return true;
  const open = 'Open it';
  const picked = await vscode.window.showWarningMessage(
    `${file} stands outside the workspace, and no run was trained on it.`,
    open,
  );
  if (picked === open) wanted.add(file);
  return picked === open;
}

import path from 'node:path';
import * as vscode from 'vscode';
import { isInside } from '../runs/runRoots';
import type { Services } from '../services';
import { openPlace } from '../showFailure';

/**
 * Opens a data row that a page names. A page shows text from files, so only data files are opened
 * that a run or a config names, or that stand in the workspace.
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
  if (!isNamed) {
    services.log.warn(`A page asked for ${target}, which no run names.`);
    return;
  }
  await openPlace({ file: target, line });
}

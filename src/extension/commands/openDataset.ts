import path from 'node:path';
import * as vscode from 'vscode';
import type { FromDatasetPage, ToDatasetPage } from '../../protocol/datasetPage';
import { UserError } from '../../protocol/errors';
import { findDatasets } from '../datasets/findDatasets';
import type { Pages } from '../panels/panel';
import type { Services } from '../services';
import { dataFileOf } from './dataFileOf';
import { folderOf } from '../folderOf';

/** Opens the page of a data file: the one it was called on, else one of the workspace, the open one first. */
export async function openDataset(
  services: Services,
  pages: Pages<FromDatasetPage, ToDatasetPage>,
  parameters: readonly unknown[],
): Promise<void> {
  const file = dataFileOf(parameters[0]) ?? (await pickDataset(services));
  if (file !== undefined) pages.show(file);
}

async function pickDataset(services: Services): Promise<string | undefined> {
  const open = vscode.window.activeTextEditor?.document.uri.fsPath;
  const files = (await findDatasets(services.configs.all())).map(({ source }) => source.path);
  if (files.length === 0) {
    throw new UserError('There is no dataset in this workspace.', {
      next: 'Put a JSONL, JSON, CSV, TSV or Parquet file into it.',
    });
  }
  const first = files.filter((file) => file === open);
  const items = [...first, ...files.filter((file) => file !== open)].map((file) => ({
    label: path.basename(file),
    description: folderOf(file),
    file,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Dataset to open' });
  return chosen?.file;
}

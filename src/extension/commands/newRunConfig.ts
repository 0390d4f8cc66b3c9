import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { ownSampleModel } from '../../config/ownSampleModel';
import { suggestConfig } from '../../config/suggestConfig';
import { UserError } from '../../protocol/errors';
import type { DatasetReader } from '../datasets/datasetReader';
import type { Services } from '../services';
import { askFields, askFile, askModel, askName, askSplit, sampleModels } from './newRunQuestions';
import { nameFromData } from '../../data/siblingSplits';
import { dataFileOf } from './dataFileOf';
import { suggestionOf } from './suggestionOf';

/** Asks at most five things, writes a commented run config and opens it; nothing trains yet. */
export async function newRunConfig(services: Services, datasets: DatasetReader): Promise<void> {
  const file = await askFile(services, datasets);
  if (file !== undefined) await configure(services, datasets, file);
}

/** The same for a file of the Explorer or the Datasets view. */
export async function fineTuneOnFile(
  services: Services,
  datasets: DatasetReader,
  parameters: readonly unknown[],
): Promise<void> {
  const file = dataFileOf(parameters[0]);
  if (file === null) await newRunConfig(services, datasets);
  else await configure(services, datasets, file);
}

async function configure(services: Services, datasets: DatasetReader, file: string): Promise<void> {
  const facts = await datasets
    .read({ path: file, format: null, header: null, columns: null })
    .catch((error: unknown) => {
      throw new UserError(reasonOf(error), {
        place: { file },
        next: 'Correct the file, or choose another.',
      });
    });
  const fields = await askFields(facts);
  if (fields === undefined) return;
  const model = await askModel(services);
  if (model === undefined) return;
  const split = await askSplit(file, facts);
  if (split === undefined) return;
  const folder = folderFor(file);
  const name = await askName(folder, nameFromData(file));
  if (name === undefined) return;
  const target = path.join(folder, `${name.trim()}.finetune.json`);
  try {
    const own = await ownSampleModel(model, sampleModels(services), folder);
    const suggestion = suggestionOf(folder, { file, fields, model: own, split });
    await writeFile(target, suggestConfig(suggestion), { flag: 'wx' });
  } catch (error) {
    throw new UserError(`${target} could not be written: ${reasonOf(error)}.`, {
      next: 'Choose another name, or a folder you can write to.',
    });
  }
  services.log.info(`new run config ${target}`);
  await vscode.window.showTextDocument(vscode.Uri.file(target), { preview: false });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Configs stand at the top of the workspace folder, where their runs stand too. */
function folderFor(file: string): string {
  const owner =
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) ??
    vscode.workspace.workspaceFolders?.[0];
  return owner?.uri.fsPath ?? path.dirname(file);
}

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { datasetFilters } from '../datasetFilters';
import type { DatasetFacts } from '../datasets/datasetFacts';
import type { DatasetReader } from '../datasets/datasetReader';
import { datasetDescription } from '../datasets/datasetText';
import { findDatasets } from '../datasets/findDatasets';
import { findModels } from '../models';
import type { Services } from '../services';
import { readSetting } from '../settings';
import type { UserError } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { addModelFolder } from './addModelFolder';
import { likelyPairs } from '../../data/likelyPairs';
import type { FieldPair } from '../../data/likelyPairs';
import { siblingSplits } from '../../data/siblingSplits';

/** The questions of "New run config", each with a default from what was found; undefined gives up. */

const steps = 5;

/** How the rows are divided: files, or shares of the training file. */
export type SplitAnswer =
  | { readonly type: 'files'; readonly validation: string; readonly test: string | null }
  | { readonly type: 'ratio'; readonly validation: number; readonly test: number };

/** 1: the data file, with its recognised columns. */
export async function askFile(
  services: Services,
  datasets: DatasetReader,
): Promise<string | undefined> {
  const files = await findDatasets(services.configs.all());
  const items = await Promise.all(
    files.map(async ({ source }) => {
      const facts = await Promise.race([
        datasets.read(source).catch(() => null),
        new Promise<null>((resolve) => setTimeout(() => resolve(null), 1_500)),
      ]);
      return {
        label: path.basename(source.path),
        description: facts === null ? '' : datasetDescription(facts),
        detail: vscode.workspace.asRelativePath(source.path),
        file: source.path,
      };
    }),
  );
  const browse = {
    label: '$(folder-opened) Choose a file…',
    description: '',
    detail: '',
    file: null,
  };
  const picked = await vscode.window.showQuickPick([...items, browse], {
    title: title(1),
    ignoreFocusOut: true,
    placeHolder: 'File to train on',
    matchOnDetail: true,
  });
  if (picked === undefined) return undefined;
  if (picked.file !== null) return picked.file;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'File to train on',
      filters: datasetFilters,
    })) ?? [];
  return chosen?.fsPath;
}

/** 2: what to predict from what; asked as one list of pairs, the likeliest first. */
export async function askFields(facts: DatasetFacts): Promise<FieldPair | undefined> {
  const picked = await vscode.window.showQuickPick(
    likelyPairs(facts).map(({ text, label }) => ({
      label,
      description: `from ${text}`,
      detail:
        label === facts.fields?.label
          ? `Recognised: ${countOf(facts.labels.length, 'label')}`
          : valuesText(facts.columns.find(({ name }) => name === label)),
      answer: { text, label },
    })),
    {
      title: title(2),
      ignoreFocusOut: true,
      placeHolder: 'What to predict',
      matchOnDescription: true,
    },
  );
  return picked?.answer;
}

/** 3: the model: local folders, the sample encoder, or another folder. */
export async function askModel(services: Services): Promise<string | undefined> {
  const workspace = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => [
    uri.fsPath,
    path.join(uri.fsPath, 'models'),
  ]);
  const sample = sampleModels(services);
  const used = services.configs.all().flatMap(({ lastGood }) => lastGood?.model ?? []);
  const { models, unread } = await findModels([
    ...used,
    ...workspace,
    ...readSetting('modelFolders'),
    sample,
  ]);
  const items = models.map(({ folder, name, family }) => ({
    label: name,
    description: family,
    detail: folder.startsWith(sample)
      ? 'Sample encoder that comes with the extension; a copy goes into models/'
      : vscode.workspace.asRelativePath(folder),
    folder,
  }));
  const add = {
    label: '$(folder-library) Add model folder…',
    description: '',
    detail: '',
    folder: null,
  };
  const picked = await vscode.window.showQuickPick([...items, ...unread.map(unreadItem), add], {
    title: title(3),
    ignoreFocusOut: true,
    placeHolder: 'Model to start from',
    matchOnDetail: true,
  });
  if (picked === undefined) return undefined;
  if (picked.folder !== null) return picked.folder;
  if ('error' in picked) throw picked.error;
  const added = await addModelFolder();
  // A folder of several models: which one is asked again.
  return added === undefined || added.length === 1 ? added?.[0] : askModel(services);
}

/** A folder that may hold models and cannot be looked into: picked, it says why. */
function unreadItem(error: UserError) {
  const { file } = error.place ?? { file: '' };
  return {
    label: `$(warning) ${path.basename(file)}`,
    description: error.message,
    detail: vscode.workspace.asRelativePath(file),
    folder: null,
    error,
  };
}

/** 4: how to split: the files beside it when there are any, else shares of its rows. */
export async function askSplit(
  file: string,
  facts: DatasetFacts,
): Promise<SplitAnswer | undefined> {
  const names: readonly string[] = await readdir(path.dirname(file)).catch(() => []);
  const { validation, test } = siblingSplits(file, names);
  const items: (vscode.QuickPickItem & { answer: SplitAnswer | null })[] = [];
  if (validation !== null) {
    items.push({
      label: `Use ${path.basename(validation)}${test === null ? '' : ` and ${path.basename(test)}`}`,
      description: 'files beside it',
      answer: { type: 'files', validation, test },
    });
  }
  const share = (ratio: number): string => formatCount(Math.round(ratio * facts.rows));
  items.push(
    {
      label: 'Cut 10 % for validation and 10 % for the test',
      description: `${share(0.1)} and ${share(0.1)} rows, same shares of labels`,
      answer: { type: 'ratio', validation: 0.1, test: 0.1 },
    },
    {
      label: 'Cut 10 % for validation',
      description: `${share(0.1)} rows, same shares of labels`,
      answer: { type: 'ratio', validation: 0.1, test: 0 },
    },
    { label: '$(folder-opened) Choose a validation file…', answer: null },
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: title(4),
    ignoreFocusOut: true,
    placeHolder: 'How to split',
  });
  if (picked === undefined) return undefined;
  if (picked.answer !== null) return picked.answer;
  const [chosen] = (await vscode.window.showOpenDialog({ title: 'Validation file' })) ?? [];
  return chosen === undefined
    ? undefined
    : { type: 'files', validation: chosen.fsPath, test: null };
}

/** 5: the name: of the config file, and so of its runs. */
export async function askName(folder: string, suggestion: string): Promise<string | undefined> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  const isTaken = (name: string): boolean => names.includes(`${name.trim()}.finetune.json`);
  let value = suggestion;
  for (let count = 2; isTaken(value); count++) value = `${suggestion}-${count}`;
  return vscode.window.showInputBox({
    title: title(5),
    ignoreFocusOut: true,
    prompt: 'Name of the run config, and of its runs',
    value,
    validateInput: (name) => {
      if (name.trim() === '') return 'A run config needs a name.';
      if (/[\\/:*?"<>|]/.test(name)) return 'A name holds none of \\ / : * ? " < > |';
      return isTaken(name) ? `${name.trim()}.finetune.json exists.` : null;
    },
  });
}

/** Folder of the models that come with the extension. */
export function sampleModels({ context }: Services): string {
  return path.join(context.extensionPath, 'samples', 'models');
}

/** `4 different values, text`. */
function valuesText(column: DatasetFacts['columns'][number] | undefined): string {
  if (column === undefined) return '';
  const { distinct, type } = column;
  return `${distinct === null ? 'many' : formatCount(distinct)} different values, ${type}`;
}

function title(step: number): string {
  return `New run config (${step}/${steps})`;
}

import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { refuseLanguageModel } from '../../audit/languageModel';
import { UserError } from '../../protocol/errors';
import { ifThere } from '../../protocol/ifThere';
import { datasetFilters } from '../datasetFilters';
import { foldersOf, knownRun } from '../commands/targets';
import { readModel } from '../models';
import type { KnownRun } from '../runs/knownRun';
import type { Services } from '../services';
import { runDescription, runIcon } from '../views/runText';

/** What is audited. */
export type AuditTarget =
  | { readonly kind: 'run'; readonly run: KnownRun }
  | {
      readonly kind: 'model';
      readonly folder: string;
      readonly isClassifier: boolean;
    }
  | { readonly kind: 'dataset'; readonly file: string };

/** The path and the name of a target. */
export function subjectOf(target: AuditTarget): { readonly path: string; readonly name: string } {
  switch (target.kind) {
    case 'run':
      return { path: target.run.folder, name: target.run.record.name };
    case 'model':
      return { path: target.folder, name: path.basename(target.folder) };
    case 'dataset':
      return { path: target.file, name: path.basename(target.file) };
  }
}

/** What a command was called on: a run, a config (its newest run), a model folder or a data file; else picked. */
export async function auditTarget(
  services: Services,
  parameters: readonly unknown[],
): Promise<AuditTarget | undefined> {
  const [first] = parameters;
  if (first instanceof vscode.Uri) return targetAt(services, first.fsPath);
  const [folder] = foldersOf(parameters);
  if (folder !== undefined) return targetAt(services, folder);
  return pickTarget(services);
}

async function targetAt(services: Services, place: string): Promise<AuditTarget> {
  await services.runs.settled();
  const run = services.runs.get(place);
  if (run !== undefined) return withModel(knownRun(services, place));
  if (place.endsWith('.finetune.json')) return newestOf(services, place);
  const found = await ifThere(place, stat(place));
  if (found === null) {
    throw new UserError(`${place} is no longer there.`, { next: 'Audit another run or file.' });
  }
  if (place.endsWith('.safetensors')) return modelTarget(path.dirname(place));
  return found.isDirectory() ? modelTarget(place) : { kind: 'dataset', file: place };
}

function withModel(run: KnownRun): AuditTarget {
  if (run.hasModel) return { kind: 'run', run };
  throw new UserError(`${run.record.name} has no model yet.`, {
    next: 'A run can be audited once it has ended with a checkpoint.',
  });
}

function newestOf(services: Services, config: string): AuditTarget {
  const run = services.runs
    .known()
    .find(({ record, hasModel }) => record.configFile === config && hasModel);
  if (run !== undefined) return { kind: 'run', run };
  throw new UserError(`No run of ${path.basename(config)} has a model yet.`, {
    next: 'Train it first, or audit its training file: Audit this dataset.',
  });
}

async function modelTarget(folder: string): Promise<AuditTarget> {
  if ((await readModel(folder)) === null) {
    throw new UserError(`${folder} holds no model: no config.json with safetensors weights.`, {
      next: 'Choose a folder in Hugging Face layout.',
    });
  }
  // note: as the config says it; whoever loads the model knows.
  const file = path.join(folder, 'config.json');
  const config = JSON.parse(await readFile(file, 'utf8')) as { readonly architectures?: unknown };
  refuseLanguageModel(config, file);
  const isClassifier = JSON.stringify(config.architectures ?? []).includes(
    'ForSequenceClassification"',
  );
  return { kind: 'model', folder, isClassifier };
}

async function pickTarget(services: Services): Promise<AuditTarget | undefined> {
  await services.runs.settled();
  const runs = services.runs.known().filter(({ hasModel }) => hasModel);
  const picked = await vscode.window.showQuickPick(
    [
      ...runs.map((run) => ({
        label: `$(${runIcon(run.record).icon}) ${run.record.name}`,
        description: runDescription(run),
        detail: path.basename(run.folder),
        run,
        kind: vscode.QuickPickItemKind.Default,
      })),
      { label: '', kind: vscode.QuickPickItemKind.Separator, run: null },
      { label: '$(folder) A model folder…', run: null, browse: 'model' as const },
      { label: '$(file) A data file…', run: null, browse: 'dataset' as const },
    ],
    { placeHolder: 'What to audit', matchOnDescription: true, matchOnDetail: true },
  );
  if (picked === undefined) return undefined;
  if (picked.run !== null) return { kind: 'run', run: picked.run };
  const isModel = 'browse' in picked && picked.browse === 'model';
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: isModel ? 'Model to audit' : 'Data file to audit',
      canSelectFolders: isModel,
      canSelectFiles: !isModel,
      openLabel: 'Audit',
      ...(isModel ? {} : { filters: datasetFilters }),
    })) ?? [];
  if (chosen === undefined) return undefined;
  return isModel ? modelTarget(chosen.fsPath) : { kind: 'dataset', file: chosen.fsPath };
}

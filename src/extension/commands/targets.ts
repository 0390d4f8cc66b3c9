import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import type { ConfigFile } from '../configFiles';
import type { KnownRun } from '../runs/knownRun';
import type { Services } from '../services';
import { runDescription, runIcon } from '../views/runText';
import type { RunsNode } from '../views/runsTree';
import { targetFile } from './targetFile';

/**
 * The run folders that a command was called with: rows of the tree, a path from a page or a lens.
 * Empty when it came from the palette.
 */
export function foldersOf(parameters: readonly unknown[]): readonly string[] {
  const [first, selection] = parameters;
  const items = Array.isArray(selection) && selection.length > 0 ? selection : [first];
  return items.flatMap((item: unknown) => {
    if (typeof item === 'string') return [item];
    return isRunsNode(item) && item.type !== 'group' ? [item.folder] : [];
  });
}

/** The one run a command is about: as called, else the only one that fits, else picked; undefined when given up. */
export async function targetRun(
  services: Services,
  parameters: readonly unknown[],
  question: {
    readonly placeHolder: string;
    readonly fits: (run: KnownRun) => boolean;
    readonly none: string;
  },
): Promise<KnownRun | undefined> {
  const [folder] = foldersOf(parameters);
  if (folder !== undefined) return knownRun(services, folder);
  await services.runs.settled();
  const fitting = services.runs.known().filter(question.fits);
  if (fitting.length === 0) throw new UserError(question.none);
  if (fitting.length === 1) return fitting[0];
  const picked = await vscode.window.showQuickPick(
    fitting.map((run) => ({
      label: `$(${runIcon(run.record).icon}) ${run.record.name}`,
      description: runDescription(run),
      detail: path.basename(run.folder),
      run,
    })),
    { placeHolder: question.placeHolder, matchOnDescription: true, matchOnDetail: true },
  );
  return picked?.run;
}

/** As `targetRun`, for what can be done with every run. */
export function anyRun(
  services: Services,
  parameters: readonly unknown[],
  placeHolder: string,
): Promise<KnownRun | undefined> {
  return targetRun(services, parameters, {
    placeHolder,
    fits: () => true,
    none: 'There is no run yet. Train a model first.',
  });
}

/** A run by its folder; only folders that the store lists are ever acted on. */
export function knownRun(services: Services, folder: string): KnownRun {
  const run = services.runs.get(folder);
  if (run?.type === 'run') return run;
  throw new UserError(`There is no readable run in ${folder}.`, {
    next: 'Refresh the Runs view.',
  });
}

/** The run config a command is about: as called, the active editor's, the only one, else picked. */
export async function targetConfig(
  services: Services,
  parameters: readonly unknown[],
  placeHolder: string,
): Promise<vscode.Uri | undefined> {
  return targetFile(parameters, {
    placeHolder,
    fits: ({ path: name }) => name.endsWith('.finetune.json'),
    all: async () => {
      await services.configs.ready;
      return services.configs
        .all()
        .map((config) => ({ uri: config.uri, detail: detailOf(config) }));
    },
    none: new UserError('No run config in this workspace.', { next: 'Make one: New run config.' }),
  });
}

function detailOf({ parsed }: ConfigFile): string {
  const [problem] = parsed.problems;
  if (problem !== undefined) return problem.message;
  const { config } = parsed;
  if (config === null) return '';
  return `${path.basename(config.model)} on ${path.basename(config.data.train.path)}`;
}

function isRunsNode(value: unknown): value is RunsNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    (value.type === 'run' || value.type === 'part' || value.type === 'group')
  );
}

import path from 'node:path';
import type { RunRoot } from './runStore';

/** What of a run config decides where its runs stand; `output` is null while the config is invalid. */
export interface ConfigPlace {
  readonly file: string;
  readonly output: string | null;
}

/**
 * Where runs of these workspace folders may stand: `.finetune/runs` of each, then what their run configs
 * name as output, each once.
 */
export function runRoots(
  workspaceFolders: readonly { readonly name: string; readonly path: string }[],
  configs: readonly ConfigPlace[],
): RunRoot[] {
  const roots = new Map<string, string>();
  const add = (folder: string, owner: string): void => {
    const normal = path.normalize(folder).replace(/(?<=.)[\\/]+$/, '');
    if (!roots.has(normal)) roots.set(normal, owner);
  };
  for (const { name, path: folder } of workspaceFolders)
    add(path.join(folder, '.finetune', 'runs'), name);
  for (const { file, output } of configs) {
    const owner = workspaceFolders
      .filter((candidate) => isInside(file, candidate.path))
      .sort((a, b) => b.path.length - a.path.length)[0];
    if (owner === undefined) continue;
    add(output ?? path.join(path.dirname(file), '.finetune', 'runs'), owner.name);
  }
  return [...roots].map(([folder, owner]) => ({ folder, owner }));
}

/** Whether a path stands in a folder, at any depth. */
export function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

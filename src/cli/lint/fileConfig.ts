import { readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { ConfigProblem } from '../../config/problem';
import { readOrdinaryFile } from '../../data/readOrdinaryFile';
import { UserError } from '../../protocol/errors';
import { ifThereNow } from '../../protocol/ifThere';
import type { DataSource, RunConfig } from '../../protocol/runConfig';
import { sourcesOf } from '../../protocol/runConfig';

/** What run configs say of a data file. */
export interface FileConfig {
  /** The nearest config that names the file; null: none does. */
  readonly named: NamingConfig | null;
  /** A nearer config that may name it and has a mistake: nothing of it is used. */
  readonly broken: { readonly file: string; readonly problem: BrokenConfig } | null;
}

type BrokenConfig = Pick<ConfigProblem, 'line' | 'column' | 'message' | 'next'>;

const atStart = { line: 1, column: 1 };

export interface NamingConfig {
  readonly file: string;
  readonly config: RunConfig;
  /** How the config says the file is to be read. */
  readonly source: DataSource;
}

/** Looks for a run config that names a data file: in its folder, then in those above; of several, the first by name. */
export async function fileConfig(dataFile: string): Promise<FileConfig> {
  const target = realPath(dataFile);
  const name = JSON.stringify(path.basename(dataFile)).slice(1, -1);
  let broken: FileConfig['broken'] = null;
  for (const file of configsAbove(path.dirname(path.resolve(dataFile)))) {
    let text: string;
    try {
      text = ifThereNow(file, () => readOrdinaryFile(file)) ?? '';
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      broken ??= { file, problem: { ...atStart, message: error.message, next: error.next ?? '' } };
      continue;
    }
    // note: most configs are about other files; the definition of a config takes its time to load.
    if (!text.includes(name)) continue;
    const { parseRunConfig } = await import('../../config/parseRunConfig');
    const { config, problems } = parseRunConfig(text, file);
    const [problem] = problems;
    if (config === null) {
      if (problem !== undefined) broken ??= { file, problem };
      continue;
    }
    const source = sourcesOf(config.data).find((each) => realPath(each.path) === target);
    if (source !== undefined) return { named: { file, config, source }, broken };
  }
  return { named: null, broken };
}

/** Run configs in a folder and those above it, the nearest first. */
function configsAbove(from: string): readonly string[] {
  const found: string[] = [];
  for (let folder = from; ; folder = path.dirname(folder)) {
    for (const name of namesIn(folder))
      if (name.endsWith('.finetune.json')) found.push(path.join(folder, name));
    if (path.dirname(folder) === folder) return found;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    // note: folders above that may not be listed are usual (homes of others), and a config there was not meant for us.
    return [];
  }
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

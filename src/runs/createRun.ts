import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resolvedConfigJson } from '../config/printRunConfig';
import { UserError } from '../protocol/errors';
import type { RunConfig } from '../protocol/runConfig';
import { diskError } from './diskError';
import { runPaths } from './runFolder';
import { runFolderName } from './runName';
import { newRecord, writeRecord } from './runRecord';
import { syncFolder, writeFileAtomically } from './writeAtomically';

export interface NewRun {
  /** The resolved config. */
  readonly config: RunConfig;
  readonly configFile: string | null;
  /** Dotted keys that were set rather than left at their default. */
  readonly configSet: readonly string[];
  readonly name: string;
}

/**
 * Makes the folder of a new run under `config.output`, with config.json and a run.json that says starting.
 * Returns its absolute path, which no other run has or had at this moment.
 */
export function createRun(run: NewRun, now: Date = new Date()): string {
  const output = path.resolve(run.config.output);
  try {
    makeOutputFolder(output);
    const folder = makeUniqueFolder(path.join(output, runFolderName(run.name, now)));
    writeFileAtomically(runPaths(folder).config, resolvedConfigJson(run.config));
    const { engine } = run.config;
    const { name, configFile, configSet } = run;
    writeRecord(
      folder,
      newRecord({ name, engine, configFile, configSet, startedAt: now.getTime() / 1000 }),
    );
    syncFolder(output);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR' || code === 'EEXIST')
      throw new UserError(`The output folder ${output} would stand inside a file.`, {
        next: 'Set "output" to a folder.',
      });
    if (code === 'ENOENT')
      throw new UserError(`The output folder ${output} cannot be made there.`, {
        next: 'Set "output" to a folder on an ordinary disk.',
      });
    throw diskError(error) ?? error;
  }
}

function makeOutputFolder(output: string): void {
  makeFolders(output);
  // Runs are large and belong to a machine: keep them out of version control unless someone wants them in.
  const ignoreFile = path.join(output, '.gitignore');
  if (path.basename(path.dirname(output)) === '.finetune' && !existsSync(ignoreFile))
    writeFileSync(ignoreFile, '*\n');
}

/** One by one: where a folder cannot hold others (/proc), `mkdirSync` with `recursive` never returns. */
function makeFolders(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return;
  const parent = path.dirname(folder);
  if (parent !== folder) makeFolders(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // note: another run may have made it in the meantime; a file in its place is an error.
    const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
    if (!isThere) throw error;
  }
}

function makeUniqueFolder(wanted: string): string {
  for (let attempt = 1; ; attempt++) {
    const folder = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

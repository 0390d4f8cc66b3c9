import { readFile } from 'node:fs/promises';
import { diffRunConfigs } from '../../config/printRunConfig';
import { printConfigValue } from '../../protocol/configValues';
import { UserError } from '../../protocol/errors';
import { ifThere } from '../../protocol/ifThere';
import type { RunConfig } from '../../protocol/runConfig';
import { runPaths } from '../../runs/runFolder';
import type { KnownRun } from './knownRun';
import { previousRunOf } from './runFacts';

/** The resolved config of a run; null when it is missing or damaged. @throws UserError when it may not be read */
export async function runConfigOf(folder: string): Promise<RunConfig | null> {
  const file = runPaths(folder).config;
  const text = await ifThere(file, readFile(file, 'utf8'));
  if (text === null) return null;
  const { parseRunConfig } = await import('../../config/parseRunConfig');
  return parseRunConfig(text, file).config;
}

/** The same for what only compares runs, and goes without: null also when it may not be read, which the page of that run says. */
export async function comparableConfigOf(folder: string): Promise<RunConfig | null> {
  try {
    return await runConfigOf(folder);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** A key of the config whose value differs from the run before it; `previous` is that run's value. */
export interface Difference {
  readonly key: string;
  readonly previous: string;
}

/** What differs from the previous run of the same config file. */
export async function differencesFromPrevious(
  run: KnownRun,
  all: readonly KnownRun[],
): Promise<readonly Difference[]> {
  const previous = previousRunOf(run, all);
  if (previous === null) return [];
  const [before, after] = [
    await comparableConfigOf(previous.folder),
    await comparableConfigOf(run.folder),
  ];
  if (before === null || after === null) return [];
  return diffRunConfigs(before, after).map(({ key, before: value }) => ({
    key,
    previous: printConfigValue(value),
  }));
}

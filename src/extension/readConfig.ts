import { parseRunConfig, type ParsedRunConfig } from '../config/parseRunConfig';
import type { RunConfig } from '../protocol/runConfig';
import { pathsOnly } from './editor/pathsOnly';

/** A run config as its file reads now, and as it read when it was last without a mistake. */
export interface ReadConfig {
  readonly parsed: ParsedRunConfig;
  /**
   * What views go by, so that they do not lose files and runs while the user types: the last text without a mistake;
   * before there was one, what the paths say. Null when not even those can be read.
   */
  readonly lastGood: RunConfig | null;
}

/** @param before what the file read as last time; null when it is new */
export function readConfig(text: string, file: string, before: ReadConfig | null): ReadConfig {
  const parsed = parseRunConfig(text, file);
  const lastGood =
    parsed.config ?? before?.lastGood ?? parseRunConfig(pathsOnly(text), file).config;
  return { parsed, lastGood };
}

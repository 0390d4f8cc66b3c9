import path from 'node:path';
import type { RunConfig } from '../protocol/runConfig';
import { findCombinations } from './combinations';
import { runConfigDefinition } from './definition';
import { findingsFrom } from './findings';
import { placeFinding, readJsonc } from './jsoncText';
import { laterValue } from './later';
import { applyOverrides, nameOverride } from './overrides';
import type { Override } from './overrides';
import { leafKeys } from './printRunConfig';
import type { ConfigProblem, Finding } from './problem';
import { resolveRunConfig } from './resolveRunConfig';
import { runConfigKind } from './runConfigKind';

export interface ParsedRunConfig {
  /** Complete, paths absolute; null when there is any problem. */
  readonly config: RunConfig | null;
  /** Dotted keys that the text (or an override) sets; all others are defaults. */
  readonly setKeys: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * Reads the text of a run config: JSON with comments and trailing commas. Pure, so it also works on what is not
 * saved yet; whether files exist is `findMissingFiles`'s business. Never throws on any text.
 * @param file where the text stands: paths in it are relative to this file's folder.
 */
export function parseRunConfig(
  text: string,
  file: string,
  overrides: readonly Override[] = [],
): ParsedRunConfig {
  const jsonc = readJsonc(text, runConfigKind);
  if (jsonc.syntax.length > 0) return { config: null, setKeys: [], problems: jsonc.syntax };
  const value = applyOverrides(jsonc.value, overrides);
  const parsed = runConfigDefinition.safeParse(value);
  const findings = parsed.success
    ? [...findLaterModel(parsed.data.model), ...findCombinations(parsed.data)]
    : findingsFrom(parsed.error.issues, value, runConfigKind);
  const problems = findings
    .map((finding) => nameOverride(placeFinding(jsonc, finding), finding, overrides))
    .sort((a, b) => a.line - b.line || a.column - b.column);
  if (!parsed.success || problems.length > 0) {
    return { config: null, setKeys: leafKeys(value), problems };
  }
  return {
    config: resolveRunConfig(parsed.data, path.dirname(path.resolve(file))),
    setKeys: leafKeys(value),
    problems: [],
  };
}

function findLaterModel(model: string): Finding[] {
  const later = laterValue('model', model);
  return later === null ? [] : [{ code: 'later', path: ['model'], at: 'value', ...later }];
}

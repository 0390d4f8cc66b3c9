import path from 'node:path';
import type { RunConfig } from '../protocol/runConfig';
import { placeFinding, readJsonc } from './jsoncText';
import { looksLikeHubId } from './later';
import { applyOverrides, nameOverride, parseOverride } from './overrides';
import type { Override } from './overrides';
import { parseRunConfig } from './parseRunConfig';
import { kindOf, saidOfPath } from './pathKind';
import type { PathKind } from './pathKind';
import type { ConfigProblem, Finding } from './problem';
import { problemsError, readDocument } from './readDocument';
import { runConfigKind } from './runConfigKind';

export interface LoadedRunConfig {
  readonly config: RunConfig;
  readonly setKeys: readonly string[];
}

/**
 * Reads a run config from disk, with `--set` overrides (`key.path=value`), and checks that the model folder and the
 * data files exist. @throws UserError with the first problem and its place.
 */
export async function loadRunConfig(
  file: string,
  overrides: readonly string[] = [],
): Promise<LoadedRunConfig> {
  const text = await readDocument(file, runConfigKind);
  const changes = overrides.map(parseOverride);
  const parsed = parseRunConfig(text, file, changes);
  if (parsed.config === null) throw problemsError(file, parsed.problems, runConfigKind);
  const missing = await findMissingFiles(text, parsed.config, changes);
  if (missing.length > 0) throw problemsError(file, missing, runConfigKind);
  return { config: parsed.config, setKeys: parsed.setKeys };
}

/** Problems that only a look at the disk shows: model folders and data files that are not there. */
export async function findMissingFiles(
  text: string,
  config: RunConfig,
  overrides: readonly Override[] = [],
): Promise<readonly ConfigProblem[]> {
  const jsonc = readJsonc(text, runConfigKind);
  const written = applyOverrides(jsonc.value, overrides);
  const findings: Finding[] = [];
  const model = await kindOf(config.model);
  if (model !== 'folder') findings.push(missingModel(written, config.model, model));
  for (const part of ['train', 'validation', 'test'] as const) {
    const source = config.data[part];
    if (source === null) continue;
    const kind = await kindOf(source.path);
    if (kind === 'file') continue;
    findings.push({
      code: 'not-found',
      path: isBarePath(written, part) ? ['data', part] : ['data', part, 'path'],
      at: 'value',
      message: `"data.${part}": ${saidOfPath(source.path, kind)}`,
      next: 'Paths are relative to the run config: correct it.',
    });
  }
  return findings.map((finding) => nameOverride(placeFinding(jsonc, finding), finding, overrides));
}

function missingModel(value: unknown, folder: string, kind: PathKind): Finding {
  const written = (value as { model?: unknown } | undefined)?.model;
  const place = { path: ['model'], at: 'value' } as const;
  if (kind === 'file') {
    return {
      ...place,
      code: 'not-found',
      message: `"model": ${folder} is a file.`,
      next: 'Name the folder that holds config.json and model.safetensors.',
    };
  }
  if (kind === 'unreadable') {
    return {
      ...place,
      code: 'not-found',
      message: `"model": ${saidOfPath(folder, kind)}`,
      next: 'Check its permissions and links.',
    };
  }
  if (typeof written === 'string' && looksLikeHubId(written)) {
    return {
      ...place,
      code: 'later',
      message: `"model": there is no folder ${folder}, and this version does not download "${written}" from the hub yet.`,
      next: `Download the model and set "model" to its folder, such as "./models/${path.posix.basename(written)}".`,
    };
  }
  return {
    ...place,
    code: 'not-found',
    message: `"model": there is no folder ${folder}.`,
    next: 'Paths are relative to the run config: correct it.',
  };
}

function isBarePath(value: unknown, part: 'train' | 'validation' | 'test'): boolean {
  const { data } = value as { data?: Readonly<Record<string, unknown>> };
  return typeof data?.[part] === 'string';
}

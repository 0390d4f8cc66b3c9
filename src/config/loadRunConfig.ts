import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../protocol/errors';
import type { RunConfig } from '../protocol/runConfig';
import { placeFinding, readJsonc } from './jsoncText';
import { looksLikeHubId } from './later';
import { applyOverrides, nameOverride, parseOverride } from './overrides';
import type { Override } from './overrides';
import { parseRunConfig } from './parseRunConfig';
import type { ConfigProblem, Finding } from './problem';

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
  const text = await readConfigText(file);
  const changes = overrides.map(parseOverride);
  const parsed = parseRunConfig(text, file, changes);
  if (parsed.config === null) throw asUserError(file, parsed.problems);
  const missing = await findMissingFiles(text, parsed.config, changes);
  if (missing.length > 0) throw asUserError(file, missing);
  return { config: parsed.config, setKeys: parsed.setKeys };
}

/** Problems that only a look at the disk shows: model folders and data files that are not there. */
export async function findMissingFiles(
  text: string,
  config: RunConfig,
  overrides: readonly Override[] = [],
): Promise<readonly ConfigProblem[]> {
  const jsonc = readJsonc(text);
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
      message:
        kind === 'folder'
          ? `"data.${part}": ${source.path} is a folder.`
          : `"data.${part}": there is no file ${source.path}.`,
      next: 'Paths are relative to the run config: correct it.',
    });
  }
  return findings.map((finding) => nameOverride(placeFinding(jsonc, finding), finding, overrides));
}

function missingModel(value: unknown, folder: string, kind: Kind): Finding {
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

type Kind = 'file' | 'folder' | 'nothing';

async function kindOf(place: string): Promise<Kind> {
  try {
    return (await stat(place)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}

async function readConfigText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const place = { file };
    if (code === 'ENOENT') {
      throw new UserError('There is no such run config.', {
        place,
        next: 'Check the path, or write one with "finetune init".',
      });
    }
    if (code === 'EISDIR') {
      throw new UserError('This is a folder, not a run config.', {
        place,
        next: 'Name the *.finetune.json file in it.',
      });
    }
    throw new UserError(`The run config cannot be read (${code ?? String(error)}).`, {
      place,
      next: 'Check that the file may be read.',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError('The run config is not UTF-8 text.', {
      place: { file },
      next: 'Save it as UTF-8.',
    });
  }
}

function asUserError(file: string, problems: readonly ConfigProblem[]): UserError {
  const [first, ...others] = problems;
  if (first === undefined)
    return new UserError('The run config cannot be read.', { place: { file } });
  const count = others.length;
  const more = count === 0 ? '' : ` (and ${count} more ${count === 1 ? 'problem' : 'problems'})`;
  if (first.override !== undefined) {
    return new UserError(`--set ${first.override}: ${first.message}${more}`, { next: first.next });
  }
  return new UserError(`${first.message}${more}`, {
    place: { file, line: first.line, column: first.column },
    next: first.next,
  });
}

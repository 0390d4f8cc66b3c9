import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { hashFile } from '../../data/hashFile';
import { UserError } from '../../protocol/errors';
import { partNames } from '../rows/recipeRow';
import { manifestFile, readManifest, relativePath } from './manifest';
import { outputFormat } from './outputFormat';

export interface Targets {
  readonly recipeFile: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Names of the files to write, in the folder of the output. */
  readonly names: readonly string[];
}

/**
 * Files of an earlier run of the same recipe, which the new run may replace. @throws UserError when a file to be written is
 * the input or the recipe, or exists and is not this recipe's, or was changed since
 * @returns names of earlier outputs that the new run does not write any more
 */
export async function checkTargets(
  targets: Targets,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const { recipeFile, inputs, output, names } = targets;
  const folder = path.dirname(output);
  const manifest = manifestFile(output);
  const all = [...names.map((name) => path.join(folder, name)), manifest];
  for (const file of all) {
    if (inputs.some((input) => isSame(file, input)))
      throw overSource(file, 'the input', recipeFile);
    if (isSame(file, recipeFile)) throw overSource(file, 'the recipe', recipeFile);
  }
  const earlier = readManifest(manifest);
  const isOwn =
    earlier !== null &&
    earlier !== 'unreadable' &&
    earlier.recipe.path === relativePath(folder, recipeFile);
  if (earlier !== null && !isOwn) throw foreign(manifest, recipeFile);
  const outputs = isOwn ? earlier.outputs : [];
  for (const name of names) {
    const file = path.join(folder, name);
    if (!existsSync(file)) continue;
    const known = outputs.find((each) => each.path === name);
    if (known === undefined) throw foreign(file, recipeFile);
    if ((await hashFile(file, { signal })) !== known.sha256) {
      throw new UserError('This file was changed since the recipe wrote it.', {
        place: { file },
        next: `Move it away, or choose another "output" in ${path.basename(recipeFile)}.`,
      });
    }
  }
  return unchangedOthers(
    outputs.filter((each) => !names.includes(each.path)),
    targets,
    signal,
  );
}

/**
 * Whether a file beside an output can be one of its recipe's, now or when it wrote another format: `clean.csv`,
 * `clean.test.jsonl` and `clean.manifest.json` beside `clean.jsonl`. note: what says so, a manifest or a journal, may have
 * been written by anyone.
 */
export function mayBeOf(output: string, name: string): boolean {
  const manifest = path.basename(manifestFile(output));
  if (name === manifest) return true;
  if (path.basename(name) !== name || outputFormat(name).type === 'refused') return false;
  const { name: stem, ext } = path.parse(name);
  const whole = path.parse(output).name;
  return stem === whole || partNames.some((part) => name === `${whole}.${part}${ext}`);
}

async function unchangedOthers(
  outputs: readonly { readonly path: string; readonly sha256: string }[],
  { output, inputs, recipeFile }: Targets,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  const folder = path.dirname(output);
  const unchanged: string[] = [];
  for (const { path: name, sha256 } of outputs) {
    const file = path.join(folder, name);
    if (!mayBeOf(output, name) || !existsSync(file)) continue;
    // note: a recipe that goes on from what it wrote before keeps it.
    if ([...inputs, recipeFile].some((source) => isSame(file, source))) continue;
    if ((await hashFile(file, { signal })) === sha256) unchanged.push(name);
  }
  return unchanged;
}

/** The same file, whatever the paths are called: links too. */
function isSame(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    const [first, second] = [statSync(a, { bigint: true }), statSync(b, { bigint: true })];
    return first.ino === second.ino && first.dev === second.dev;
  } catch {
    return false;
  }
}

function overSource(file: string, what: string, recipeFile: string): UserError {
  return new UserError(`The output would overwrite ${what}.`, {
    place: { file },
    next: `Choose another "output" in ${path.basename(recipeFile)}.`,
  });
}

function foreign(file: string, recipeFile: string): UserError {
  return new UserError('This file exists, and this recipe did not write it.', {
    place: { file },
    next: `Move it away, or choose another "output" in ${path.basename(recipeFile)}.`,
  });
}

import { mkdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Breakable } from '../data/breakable';
import { fileState } from '../data/fileState';
import { hashFile } from '../data/hashFile';
import { UserError } from '../protocol/errors';
import { productVersion } from '../protocol/version';
import { diskError } from '../runs/diskError';
import { writeFileAtomically } from '../runs/writeAtomically';
import type { LoadedRecipe } from './loadRecipe';
import { asUserError, placeInStep, prepareSteps } from './prepareSteps';
import { partNames } from './rows/recipeRow';
import type { PartName } from './rows/recipeRow';
import { runSteps } from './runSteps';
import type { RunStepsOptions, StepCount } from './runSteps';
import { cleanUpAfterKilled, commit, openWorkFolder } from './write/commit';
import {
  manifestFile,
  manifestOutputs,
  printManifest,
  relativePath,
  type Manifest,
  type ManifestInput,
} from './write/manifest';
import { openOutput, partFileName } from './write/outputParts';
import type { OutputPart } from './write/outputParts';
import { outputFormat } from './write/outputFormat';
import { checkTargets } from './write/ownFiles';

export interface RunRecipeOptions {
  readonly signal?: AbortSignal | undefined;
  /** What a step computes in one piece once it has seen all rows; left out: the signal has to wait for it. */
  readonly breakable?: Breakable | undefined;
  /** Share of the work done, 0 to 1, and what is being done. */
  readonly onProgress?: ((share: number, words: string) => void) | undefined;
}

export interface RecipeResult {
  /** Absolute paths. */
  readonly inputs: readonly string[];
  readonly output: string;
  readonly manifest: string;
  readonly outputs: readonly {
    readonly path: string;
    readonly part: PartName | null;
    readonly rows: number;
    /** Numbers that JSON has no form for (NaN, infinities), written as null; left out where there are none. */
    readonly nulls?: number;
  }[];
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly steps: readonly StepCount[];
  /** Outputs of an earlier run that this one does not write any more, and took away. */
  readonly removed: readonly string[];
}

/**
 * Runs a recipe and writes its output with the manifest, all files or none. Files it wrote before are replaced, any other
 * is left alone. @throws UserError with the place; the signal's reason when it was cancelled, then nothing is left behind
 */
export async function runRecipe(
  loaded: LoadedRecipe,
  options: RunRecipeOptions = {},
): Promise<RecipeResult> {
  const { recipe, file } = loaded;
  const { signal } = options;
  const folder = path.dirname(recipe.output);
  const made = makeFolder(folder, file);
  try {
    cleanUpAfterKilled(recipe.output);
    const parts = partsOf(loaded);
    const names = (parts ?? [null]).map((part) => partFileName(recipe.output, part));
    const inputs = recipe.inputs.map((input) => input.path);
    const targets = { recipeFile: file, inputs, output: recipe.output, names };
    const removed = await checkTargets(targets, signal);
    const before = await statesOf(inputs);
    const hashes: string[] = [];
    for (const input of inputs) hashes.push(await hashFile(input, { signal }));
    const workFolder = orRefused(folder, file, () => openWorkFolder(recipe.output));
    try {
      const { written, rowsOfInputs, steps } = await writeRows(loaded, parts, workFolder, options);
      const now = await statesOf(inputs);
      const changed = inputs.find((_, index) => now[index] !== before[index]);
      if (changed !== undefined) throw changedInput(changed);
      const rowsIn = rowsOfInputs.reduce((sum, rows) => sum + rows, 0);
      const rowsOut = written.reduce((sum, { rows }) => sum + rows, 0);
      const manifest: Manifest = {
        recipe: { path: relativePath(folder, file), seed: recipe.seed, steps: recipe.steps },
        toolVersion: productVersion,
        ...inputsOf(inputs, (path, index) => ({
          path: relativePath(folder, path),
          sha256: hashes[index] ?? '',
          rows: rowsOfInputs[index] ?? 0,
        })),
        outputs: manifestOutputs(written),
        rowsIn,
        rowsOut,
        steps,
      };
      const manifestPath = manifestFile(recipe.output);
      const manifestName = path.basename(manifestPath);
      writeFileAtomically(path.join(workFolder, manifestName), printManifest(manifest));
      signal?.throwIfAborted();
      // note: the rows took their time; what somebody wrote there meanwhile is not ours to replace.
      await checkTargets(targets, signal);
      commit(workFolder, { names: [...names, manifestName], remove: [...removed] });
      return {
        inputs,
        output: recipe.output,
        manifest: manifestPath,
        outputs: written.map(({ name, part, rows, nulls }) => ({
          path: path.join(folder, name),
          part,
          rows,
          ...(nulls === undefined ? {} : { nulls }),
        })),
        rowsIn,
        rowsOut,
        steps,
        removed: removed.map((name) => path.join(folder, name)),
      };
    } finally {
      rmSync(workFolder, { recursive: true, force: true });
    }
  } catch (error) {
    removeEmptyFolders(folder, made);
    throw error instanceof UserError ? error : (diskError(error, folder) ?? error);
  }
}

function makeFolder(folder: string, recipeFile: string): string | undefined {
  return orRefused(folder, recipeFile, () => mkdirSync(folder, { recursive: true }));
}

/** A path may lead through a file, or to where we may not write. */
function orRefused<T>(folder: string, recipeFile: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (
      code === undefined ||
      !['EEXIST', 'ENOENT', 'ENOTDIR', 'EINVAL', 'EACCES', 'EPERM', 'EROFS'].includes(code)
    )
      throw error;
    throw new UserError(`Nothing can be written there (${code}).`, {
      place: { file: folder },
      next: `Choose another "output" in ${path.basename(recipeFile)}.`,
    });
  }
}

/** The parts that will be written; null without a split. */
function partsOf({ recipe }: LoadedRecipe): readonly PartName[] | null {
  const split = recipe.steps.find((step) => step.type === 'split');
  if (split === undefined) return null;
  return partNames.filter((part) => part === 'train' || split[part] > 0);
}

async function writeRows(
  { recipe, named, text }: LoadedRecipe,
  parts: readonly PartName[] | null,
  workFolder: string,
  options: RunRecipeOptions,
): Promise<{
  readonly written: readonly OutputPart[];
  readonly rowsOfInputs: readonly number[];
  readonly steps: readonly StepCount[];
}> {
  const prepared = await prepareSteps(recipe, text, { signal: options.signal });
  if (prepared.problem !== null) throw asUserError(named, prepared.problem);
  const format = outputFormat(recipe.output);
  if (format.type === 'refused') throw new UserError(format.message, { next: format.next });
  const output = openOutput({
    folder: workFolder,
    output: recipe.output,
    format: format.format,
    parts,
    inputs: recipe.inputs.map((input) => input.path),
  });
  const refused: RunStepsOptions['refused'] = (problem, step) =>
    asUserError(named, placeInStep(problem, step, text));
  const run = { ...options, workFolder, refused };
  try {
    const { rowsOfInputs, steps } = await runSteps(
      recipe,
      prepared.steps,
      (row) => output.add(row),
      run,
    );
    const written = await output.end(options.signal);
    refuseEmpty(written, steps, { recipeFile: named, input: recipe.inputs[0]?.path ?? '' });
    return { written, rowsOfInputs, steps };
  } finally {
    output.discard();
  }
}

function refuseEmpty(
  written: readonly OutputPart[],
  steps: readonly StepCount[],
  { recipeFile, input }: { readonly recipeFile: string; readonly input: string },
): void {
  if (written.some(({ rows }) => rows > 0)) return;
  const emptied = steps.findIndex(({ in: given, out }) => given > 0 && out === 0);
  if (emptied < 0) {
    throw new UserError('The input has no rows.', {
      place: { file: input },
      next: 'Name another file.',
    });
  }
  throw new UserError(`No row is left after step ${emptied + 1} (${steps[emptied]?.step ?? ''}).`, {
    place: { file: recipeFile },
    next: 'Nothing was written. Make the step milder.',
  });
}

/** What a manifest says of its inputs: `input` where there is one, as ever. */
function inputsOf(
  paths: readonly string[],
  about: (path: string, index: number) => ManifestInput,
): Pick<Manifest, 'input' | 'inputs'> {
  const inputs = paths.map(about);
  const [only] = inputs;
  return inputs.length === 1 && only !== undefined ? { input: only } : { inputs };
}

async function statesOf(files: readonly string[]): Promise<readonly string[]> {
  return Promise.all(files.map(fileState));
}

function changedInput(file: string): UserError {
  return new UserError('The input changed while it was read; nothing was written.', {
    place: { file },
    next: 'Run the recipe again.',
  });
}

/** Takes away folders that were made for an output that did not come, as far as they are empty. */
function removeEmptyFolders(folder: string, made: string | undefined): void {
  if (made === undefined) return;
  try {
    for (let place = folder; place.startsWith(made); place = path.dirname(place)) rmdirSync(place);
  } catch {
    return;
  }
}

import path from 'node:path';
import { placeFinding } from '../config/jsoncText';
import { kindOf, saidOfPath } from '../config/pathKind';
import type { ConfigProblem } from '../config/problem';
import { problemsError, readDocument } from '../config/readDocument';
import type { DataSource } from '../protocol/runConfig';
import { parseRecipe } from './parseRecipe';
import type { ParsedRecipe, Recipe } from './parseRecipe';
import { recipeKind } from './recipeKind';

/** A recipe without mistakes, and the text it came from. */
export interface LoadedRecipe {
  readonly recipe: Recipe;
  /** Absolute. */
  readonly file: string;
  /** As the user wrote it, for the places of errors. */
  readonly named: string;
  readonly text: string;
}

/** Reads a recipe from disk and checks that its input is there. @throws UserError with the first problem and its place */
export async function loadRecipe(file: string): Promise<LoadedRecipe> {
  const text = await readDocument(file, recipeKind);
  const parsed = parseRecipe(text, file);
  if (parsed.recipe === null) throw problemsError(file, parsed.problems, recipeKind);
  const missing = await findMissingInput(parsed, parsed.recipe);
  if (missing !== null) throw problemsError(file, [missing], recipeKind);
  return { recipe: parsed.recipe, file: path.resolve(file), named: file, text };
}

/** An input that is not there, which only a look at the disk shows. */
export async function findMissingInput(
  { jsonc }: ParsedRecipe,
  { inputs }: Recipe,
): Promise<ConfigProblem | null> {
  const written = (jsonc.value as { readonly input?: unknown } | undefined)?.input;
  for (const [index, input] of inputs.entries()) {
    const entry: unknown = Array.isArray(written) ? written[index] : written;
    const at = Array.isArray(written) ? ['input', index] : ['input'];
    const place = typeof entry === 'string' ? at : [...at, 'path'];
    const missing = await findMissing(jsonc, input, place);
    if (missing !== null) return missing;
  }
  return null;
}

async function findMissing(
  jsonc: ParsedRecipe['jsonc'],
  input: DataSource,
  place: readonly (string | number)[],
): Promise<ConfigProblem | null> {
  const kind = await kindOf(input.path);
  if (kind === 'file') return null;
  return placeFinding(jsonc, {
    code: 'not-found',
    path: place,
    at: 'value',
    message: `"input": ${saidOfPath(input.path, kind)}`,
    next: 'Paths are relative to the recipe: correct it.',
  });
}

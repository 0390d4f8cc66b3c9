import { detectSchema, recogniseAll } from '../data/schemas/detectSchema';
import type { DetectedSchema } from '../data/schemas/schema';
import { UserError } from '../protocol/errors';
import type { ConfigProblem } from '../config/problem';
import { placeFinding, readJsonc } from '../config/jsoncText';
import { placeInWhere } from './parseRecipe';
import type { Recipe } from './parseRecipe';
import { prepareStep } from './prepareStep';
import { recipeKind } from './recipeKind';
import type { RecipeRow } from './rows/recipeRow';
import { readInputs } from './rows/readInputs';
import { otherShapes } from './rows/otherShapes';
import { AbsentColumn, StepProblem } from './steps/preparedStep';
import type { PreparedStep, StepContext } from './steps/preparedStep';

/** Rows looked at, of all inputs together, to tell which columns there are and what they hold. */
const sampleRows = 1_000;

export type PreparedSteps =
  | { readonly steps: readonly PreparedStep[]; readonly problem: null }
  | { readonly steps: null; readonly problem: ConfigProblem };

export interface PrepareOptions {
  readonly signal?: AbortSignal | undefined;
  /** Rows to look for a column in that the first ones do not have; left out: all. */
  readonly mostRows?: number;
}

/**
 * Makes the steps ready for the rows of the input: each is shown the first rows as the steps before leave them, and where a
 * column is missing in those, rows from anywhere in the file that have others.
 * @param text of the recipe, to place what does not fit the data
 * @throws UserError for what is wrong with the input
 */
export async function prepareSteps(
  recipe: Recipe,
  text: string,
  options: PrepareOptions = {},
): Promise<PreparedSteps> {
  const { signal, mostRows = Infinity } = options;
  const sample = await readSample(recipe, signal);
  const isWhole = sample.length < rowsOfEach(recipe);
  const prepared = prepareFor(recipe, sample);
  if (!(prepared instanceof Refusal)) return prepared;
  const mayStandLater = prepared.problem instanceof AbsentColumn || 'start' in prepared.problem.at;
  const further =
    mayStandLater && !isWhole ? await otherShapes(recipe, sample, { signal, mostRows }) : [];
  const again = further.length === 0 ? prepared : prepareFor(recipe, [...sample, ...further]);
  if (!(again instanceof Refusal)) return again;
  return { steps: null, problem: placeInStep(again.problem, again.step, text) };
}

/** A step that does not fit the rows. */
class Refusal {
  constructor(
    readonly problem: StepProblem,
    readonly step: number,
  ) {}
}

function prepareFor(
  recipe: Recipe,
  rows: readonly RecipeRow[],
): Refusal | Extract<PreparedSteps, { readonly problem: null }> {
  let sample = rows;
  const steps: PreparedStep[] = [];
  for (const [index, step] of recipe.steps.entries()) {
    const context = contextOf(recipe, index, sample);
    try {
      steps.push(prepareStep(step, context));
      sample = after(prepareStep(step, context), sample);
    } catch (error) {
      if (error instanceof StepProblem) return new Refusal(error, index);
      throw error;
    }
  }
  return { steps, problem: null };
}

/** The first problem of a recipe with its data, as an error. */
export function asUserError(
  file: string,
  { message, next, line, column }: ConfigProblem,
): UserError {
  return new UserError(message, { place: { file, line, column }, next });
}

async function readSample(
  recipe: Recipe,
  signal: AbortSignal | undefined,
): Promise<readonly RecipeRow[]> {
  const sample: RecipeRow[] = [];
  const mostRowsEach = rowsOfEach(recipe);
  for await (const row of readInputs(recipe, { signal, mostRowsEach })) sample.push(row);
  return sample;
}

/** Every input shows some of its rows: each may have columns of its own. */
function rowsOfEach({ inputs }: Recipe): number {
  return Math.ceil(sampleRows / inputs.length);
}

function contextOf(recipe: Recipe, index: number, sample: readonly RecipeRow[]): StepContext {
  let schema: DetectedSchema | undefined;
  return {
    inputs: recipe.inputs.map(({ path }) => path),
    // note: another seed for each step, so that a sample and a shuffle draw apart.
    seed: (recipe.seed + Math.imul(index + 1, 0x9e3779b1)) >>> 0,
    sample,
    schema: () => (schema ??= detectSchema(sample, recogniseAll)),
  };
}

/** The first rows as they leave a step; one that must see all rows leaves them as they are. */
function after(step: PreparedStep, sample: readonly RecipeRow[]): readonly RecipeRow[] {
  if (step.type === 'whole') return sample;
  const rows =
    step.type === 'many'
      ? sample.flatMap((row) => step.apply(row))
      : sample.map((row) => step.apply(row)).filter((row) => row !== null);
  // note: when none of the first rows is kept, they still tell the columns.
  return rows.length === 0 ? sample : rows;
}

/** Where in its recipe a step that does not fit the data stands. */
export function placeInStep(
  { message, next, at }: StepProblem,
  step: number,
  text: string,
): ConfigProblem {
  const jsonc = readJsonc(text, recipeKind);
  if ('start' in at) return placeInWhere(at, step, text, jsonc);
  const path = ['steps', step, ...at];
  return placeFinding(jsonc, { code: 'data', path, at: 'value', message, next });
}

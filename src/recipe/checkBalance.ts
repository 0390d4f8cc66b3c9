import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConfigProblem } from '../config/problem';
import { UserError } from '../protocol/errors';
import type { Recipe } from './parseRecipe';
import { placeInStep } from './prepareSteps';
import { runSteps } from './runSteps';
import { UnfitRow } from './steps/balance';
import { StepProblem, type PreparedStep } from './steps/preparedStep';

/** Rows that the steps are tried on while somebody types. */
const mostRows = 5_000;

/**
 * Whether the first rows, as they arrive at the steps that balance, fit those: a row without a value or of one without a share, and where these are all
 * rows, a share without rows, or sizes that cannot be. What else is wrong with rows, a run says.
 * @param prepare makes the steps ready anew: each serves one run
 */
export async function checkBalance(
  recipe: Recipe,
  text: string,
  prepare: () => Promise<readonly PreparedStep[]>,
): Promise<ConfigProblem | null> {
  for (const [index, step] of recipe.steps.entries()) {
    if (step.type !== 'balance') continue;
    const steps = (await prepare()).slice(0, index + 1);
    const problem = await tryOn({ ...recipe, steps: recipe.steps.slice(0, index + 1) }, steps);
    if (problem !== null) return placeInStep(problem, index, text);
  }
  return null;
}

async function tryOn(recipe: Recipe, steps: readonly PreparedStep[]): Promise<StepProblem | null> {
  let rows = 0;
  const found: StepProblem[] = [];
  const workFolder = mkdtempSync(path.join(tmpdir(), 'finetune-check-'));
  try {
    await runSteps(recipe, steps, () => undefined, {
      workFolder,
      mostRows,
      refused(problem) {
        found.push(problem);
        return new UserError(problem.message);
      },
      observer: {
        arrived: () => (rows += 1),
        changed: () => undefined,
        dropped: () => undefined,
      },
    });
  } catch (error) {
    if (error instanceof UnfitRow) {
      const line = error.place?.line === undefined ? '' : `Line ${error.place.line} of the input: `;
      return new StepProblem(line + error.message, error.next ?? '', error.at);
    }
    if (!(error instanceof UserError)) throw error;
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  // note: of a longer input the rows to come may have what these lack.
  return rows < mostRows ? (found[0] ?? null) : null;
}

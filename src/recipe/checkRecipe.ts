import { placeFinding } from '../config/jsoncText';
import type { ConfigProblem } from '../config/problem';
import { UserError } from '../protocol/errors';
import { checkBalance } from './checkBalance';
import { findMissingInput } from './loadRecipe';
import { parseRecipe } from './parseRecipe';
import { prepareSteps } from './prepareSteps';

/** Rows to look for a column in, while somebody types. */
const mostRows = 50_000;

/** All that is wrong with the text of a recipe, and the first thing in it that does not fit its data. */
export async function checkRecipe(text: string, file: string): Promise<readonly ConfigProblem[]> {
  const parsed = parseRecipe(text, file);
  if (parsed.recipe === null) return parsed.problems;
  const missing = await findMissingInput(parsed, parsed.recipe);
  if (missing !== null) return [missing];
  try {
    const { recipe } = parsed;
    const first = await prepareSteps(recipe, text, { mostRows });
    if (first.problem !== null) return [first.problem];
    const unfit = await checkBalance(recipe, text, async () => {
      const { steps } = await prepareSteps(recipe, text, { mostRows });
      return steps ?? [];
    });
    return unfit === null ? [] : [unfit];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const line = error.place?.line === undefined ? '' : `Line ${error.place.line} of the input: `;
    const finding = {
      code: 'data',
      path: ['input'],
      at: 'value',
      message: line + error.message,
      next: error.next ?? '',
    } as const;
    return [placeFinding(parsed.jsonc, finding)];
  }
}

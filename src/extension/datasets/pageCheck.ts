import { checkHere, type CheckRows } from '../../data/browse/checkRows';
import type { LintSetup } from '../lint/lintSetup';
import { requestOf, trainingRequest } from '../lint/worker/lintRequest';

/** What the editor says of a file's problems while it is typed, as what the dataset page is to say of them. */
export function pageCheck(setup: LintSetup): CheckRows {
  const request = { ...requestOf(setup, 'all'), countsTokens: true };
  return checkHere({ request, training: trainingRequest(setup) });
}

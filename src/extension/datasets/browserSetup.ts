import type { HowToShow } from '../../data/browse/datasetBrowser';
import { suppressionsOf, type FileSuppressions } from '../../data/lint/suppressedFindings';
import { UserError } from '../../protocol/errors';
import type { LintSetup } from '../lint/lintSetup';
import { requestOf, trainingRequest } from '../lint/worker/lintRequest';
import type { PageSetup } from './datasetPageRequest';

/** What the editor says of a file's problems while it is typed, as what the dataset page is to say of them. */
export function browserSetup({ setup, isChecked }: PageSetup): HowToShow {
  const request = { ...requestOf(setup, 'all'), suppressions: suppressionsIn(setup) };
  return {
    how: { request, training: trainingRequest(setup) },
    isCheckedAtOnce: isChecked,
    model: setup.model,
  };
}

/** Rules that are suppressed for the file, and rows of their own. */
function suppressionsIn({ source, suppressed }: LintSetup): FileSuppressions {
  const ofRows = readOrNone(source.path);
  return {
    reasonOf: (rule, raw) => (suppressed.includes(rule) ? '' : ofRows.reasonOf(rule, raw)),
  };
}

/** Where they make no sense nothing is suppressed: the page says why beside its rows. */
function readOrNone(file: string): FileSuppressions {
  try {
    return suppressionsOf(file);
  } catch (error) {
    if (error instanceof UserError) return { reasonOf: () => null };
    throw error;
  }
}

import type { HowToShow } from '../../data/browse/datasetBrowser';
import { requestOf, trainingRequest } from '../lint/worker/lintRequest';
import type { PageSetup } from './datasetPageRequest';

/** What the editor says of a file's problems while it is typed, as what the dataset page is to say of them. */
export function browserSetup({ setup, isChecked }: PageSetup): HowToShow {
  const request = { ...requestOf(setup, 'all'), countsTokens: true };
  return {
    how: { request, training: trainingRequest(setup) },
    isCheckedAtOnce: isChecked,
    model: setup.model,
  };
}

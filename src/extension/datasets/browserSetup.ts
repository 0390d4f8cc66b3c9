import type { HowToShow } from '../../data/browse/datasetBrowser';
import { requestOf, trainingRequest } from '../lint/worker/lintRequest';
import type { PageSetup } from './datasetPageRequest';

/** What the editor says of a file's problems while it is typed, as what the dataset page is to say of them. */
export function browserSetup({ setup, isChecked }: PageSetup): HowToShow {
  return {
    how: { request: requestOf(setup, 'all'), training: trainingRequest(setup) },
    isCheckedAtOnce: isChecked,
    model: setup.model,
  };
}

import type { CheckRows } from '../../data/browse/checkRows';
import type { HowToShow } from '../../data/browse/howToShow';
import type { PageSetup } from './datasetPageRequest';

/** A file as the dataset page shows it; `check` looks for its problems. */
export function browserSetup({ setup, isChecked }: PageSetup, check: CheckRows): HowToShow {
  const { source, schema: name, fields, model } = setup;
  return { source, choice: { name, fields }, check, isCheckedAtOnce: isChecked, model };
}

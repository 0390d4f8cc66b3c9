import type { DatasetUses } from '../../protocol/datasetPage';
import { countOf } from '../../protocol/formatNumber';
import { linkButton } from '../controls';
import { element } from '../element';

export type OpenWhat = 'config' | 'dataset' | 'run';

/** Runs that stand by their names; more are counted. */
const mostRuns = 3;

/** What a file is to run configs and runs, each a link: `train of moods.finetune.json, with validation: held.jsonl`. */
export function drawUses(
  { configs, runs }: DatasetUses,
  onOpen: (what: OpenWhat, path: string) => void,
): readonly HTMLElement[] {
  const lines = configs.map(({ path, name, split, siblings }) =>
    element(
      'p',
      {},
      `${split} of `,
      linkButton(name, () => onOpen('config', path)),
      ...siblings.flatMap((sibling) => [
        ` · ${sibling.split}: `,
        linkButton(sibling.name, () => onOpen('dataset', sibling.path)),
      ]),
    ),
  );
  if (runs.length === 0) return lines;
  const shown = runs.slice(0, mostRuns);
  const beyond = runs.length - shown.length;
  const used = element(
    'p',
    {},
    'Used by ',
    ...shown.flatMap(({ folder, name, split }, index) => [
      ...(index === 0 ? [] : [', ']),
      linkButton(name, () => onOpen('run', folder)),
      ` (${split})`,
    ]),
    beyond > 0 ? ` and ${countOf(beyond, 'other run')}` : '',
  );
  return [...lines, used];
}

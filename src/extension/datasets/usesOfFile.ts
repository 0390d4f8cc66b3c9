import type { DatasetUses } from '../../protocol/datasetPage';
import type { Services } from '../services';
import { configUses } from './configUses';
import { datasetUses } from './datasetText';

/** The run configs and runs that use a data file. */
export function usesOfFile(
  file: string,
  { configs, runs }: Pick<Services, 'configs' | 'runs'>,
): DatasetUses {
  return {
    configs: configUses(file, configs.all()),
    runs: datasetUses(file, null, runs.known()).map(({ run, dataset }) => ({
      ...{ folder: run.folder, name: run.record.name, split: dataset.split },
    })),
  };
}

import path from 'node:path';
import type { ConfigUse, SplitName } from '../../protocol/datasetPage';
import type { DataConfig } from '../../protocol/runConfig';
import type { ReadConfig } from '../readConfig';

const splitNames: readonly SplitName[] = ['train', 'validation', 'test'];

/** What a file is to each run config that names it, with the files that stand beside it there. */
export function configUses(
  file: string,
  configs: readonly (Pick<ReadConfig, 'lastGood'> & { readonly file: string })[],
): readonly ConfigUse[] {
  return configs.flatMap(({ file: config, lastGood }) => {
    const data = lastGood?.data;
    if (data === undefined) return [];
    const splits = splitNames.filter((split) => data[split]?.path === file);
    return splits.map((split) => ({
      ...{ path: config, name: path.basename(config), split },
      siblings: siblingsOf(data, file),
    }));
  });
}

function siblingsOf(data: DataConfig, file: string): ConfigUse['siblings'] {
  return splitNames.flatMap((split) => {
    const source = data[split];
    if (source === null || source.path === file) return [];
    return [{ split, path: source.path, name: path.basename(source.path) }];
  });
}

import * as vscode from 'vscode';
import { commandId } from '../contributions';
import type { ConfigFile } from '../configFiles';
import { configUses } from '../datasets/configUses';
import { part } from './datasetPart';
import type { PartNode } from './datasetPart';

/** Which split of which run config a file is; below it the config's other files, each leading to its page. */
export function splitParts(file: string, configs: readonly ConfigFile[]): readonly PartNode[] {
  return configUses(file, configs).map(({ path, name, split, siblings }): PartNode => {
    const id = `${file}#split:${path}:${split}`;
    return {
      ...part(id, 'Split', `${split} of ${name}`, 'split-horizontal'),
      command: { title: 'Open', command: 'vscode.open', arguments: [vscode.Uri.file(path)] },
      children: siblings.map((sibling) => ({
        ...part(`${id}:${sibling.split}`, sibling.name, sibling.split, 'database'),
        command: {
          title: 'Open dataset',
          command: commandId('openDataset'),
          arguments: [vscode.Uri.file(sibling.path)],
        },
      })),
    };
  });
}

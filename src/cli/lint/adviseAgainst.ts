import path from 'node:path';
import { siblingSplits } from '../../data/siblingSplits';
import { shortestPath } from '../terminal/shortestPath';
import type { LintOptions } from './lintOptions';

/** Says how to compare files whose names make them a training file and one it is tested on; null: there are none, or they were compared. */
export function adviseAgainst({
  files,
  against,
}: Pick<LintOptions, 'files' | 'against'>): string | null {
  if (against !== null) return null;
  for (const file of files) {
    const folder = path.dirname(path.resolve(file));
    const beside = files.filter((each) => path.dirname(path.resolve(each)) === folder);
    const { validation, test } = siblingSplits(
      file,
      beside.map((each) => path.basename(each)),
    );
    const other = test ?? validation;
    if (other === null) continue;
    const [train, evaluation] = [shortestPath(file), shortestPath(other)];
    return `Each file was looked at by itself. Rows of ${evaluation} that stand in ${train} too are found by: finetune lint ${quoted(train)} --against ${quoted(evaluation)}`;
  }
  return null;
}

function quoted(file: string): string {
  return /\s/.test(file) ? `"${file}"` : file;
}

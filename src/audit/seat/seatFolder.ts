import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../protocol/errors';
import { largestBytes, seatSets } from './seatFile';

/** The association tests of a folder, by name, and the JSON files in it that are something else. */
export interface SeatFolder {
  readonly tests: readonly string[];
  readonly others: readonly string[];
}

/**
 * Looks for association tests right in a folder; a path that is no folder stands for itself.
 * @throws UserError for a folder that has none
 */
export function seatFolder(named: string): SeatFolder {
  if (statSync(named, { throwIfNoEntry: false })?.isDirectory() !== true)
    return { tests: [named], others: [] };
  const files = readdirSync(named, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.jsonl?$/i.test(entry.name))
    .map(({ name }) => path.join(named, name))
    .sort();
  const tests = files.filter(namesSets);
  if (tests.length === 0)
    throw new UserError('This folder has no association test in it.', {
      place: { file: named },
      next: 'Name a file, or a folder with files of targ1, targ2, attr1 and attr2.',
    });
  return { tests, others: files.filter((file) => !tests.includes(file)) };
}

/** note: one that is meant to be a test but is damaged still counts, so that it is refused and not passed over. */
function namesSets(file: string): boolean {
  if (statSync(file).size > largestBytes) return false;
  const text = readFileSync(file, 'utf8');
  return seatSets.some((name) => text.includes(`"${name}"`));
}

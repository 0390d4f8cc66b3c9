import { UserError } from '../protocol/errors';
import { countOf } from '../protocol/formatNumber';
import type { GroupColumn } from './scoredRows';

/** More groups than this are no groups: an id, a number, a free text. */
const mostGroups = 200;

/** @throws UserError for a column that tells no groups apart; `file` is where it stands */
export function requireGroups({ name, values }: GroupColumn, file: string): void {
  const groups = new Set(values.filter((value) => value !== null));
  const [only] = groups;
  const place = { file };
  if (only === undefined)
    throw new UserError(`The column "${name}" is empty in all ${countOf(values.length, 'row')}.`, {
      place,
      next: 'Fill it in, or leave it out of --groups.',
    });
  if (groups.size === 1) {
    const empty = values.filter((value) => value === null).length;
    const rest = empty === 0 ? '' : ` that says anything (${countOf(empty, 'row')} say nothing)`;
    throw new UserError(
      `The column "${name}" says "${only.slice(0, 60)}" in every row${rest}: there is nothing to compare.`,
      {
        place,
        next: 'Name a column with two groups or more, or rows of other groups with --data.',
      },
    );
  }
  if (groups.size > mostGroups)
    throw new UserError(
      `The column "${name}" has ${countOf(groups.size, 'different value')} in ${countOf(values.length, 'row')}: those are no groups.`,
      { place, next: 'Name a column with few values; put numbers into ranges first.' },
    );
}

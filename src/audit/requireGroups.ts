import { UserError } from '../protocol/errors';
import { countOf, formatCount } from '../protocol/formatNumber';

/** What a column of groups holds. */
export interface GroupValues {
  readonly name: string;
  readonly groups: ReadonlySet<string>;
  readonly rows: number;
  /** Rows that say nothing. */
  readonly empty: number;
}

/** More groups than this are no groups: an id, a number, a free text. */
export const mostGroups = 200;
/** Reports repeat the name of a group at each of its figures. */
const longestGroup = 200;

/** @throws UserError for a column that tells no groups apart; `file` is where it stands */
export function requireGroups({ name, groups, rows, empty }: GroupValues, file: string): void {
  const [only] = groups;
  const place = { file };
  if (only === undefined)
    throw new UserError(`The column "${name}" is empty in all ${countOf(rows, 'row')}.`, {
      place,
      next: 'Fill it in, or leave it out of --groups.',
    });
  if (groups.size === 1) {
    const rest = empty === 0 ? '' : ` that says anything (${countOf(empty, 'row')} say nothing)`;
    throw new UserError(
      `The column "${name}" says "${only.slice(0, 60)}" in every row${rest}: there is nothing to compare.`,
      {
        place,
        next: 'Name a column with two groups or more, or rows of other groups with --data.',
      },
    );
  }
  if (groups.size > mostGroups) throw tooManyGroups(name, file);
  for (const group of groups)
    if (group.length > longestGroup)
      throw new UserError(
        `The column "${name}" holds a value of ${formatCount(group.length)} characters, which begins "${group.slice(0, 40)}": that names no group.`,
        { place, next: `Name a column with short names, of at most ${longestGroup} characters.` },
      );
}

/** With more columns, their pairs and triples make more figures than anybody reads: 92 sets of groups with eight. */
const mostGroupColumns = 8;

/** @throws UserError for more columns than can be crossed */
export function refuseManyColumns(names: readonly string[]): void {
  const { length } = names;
  if (length <= mostGroupColumns) return;
  const pairs = (length * (length - 1)) / 2;
  const sets = length + pairs + (pairs * (length - 2)) / 3;
  throw new UserError(
    `--groups names ${length} columns: with their pairs and triples ${formatCount(sets)} sets of groups, each of which makes p-values of all others stricter.`,
    { next: `Name at most ${mostGroupColumns}, those that the question is about.` },
  );
}

/** @throws UserError for a name that could be that of crossed columns: figures of both would stand in one table */
export function refuseCrossedNames(names: readonly string[]): void {
  const crossed = names.find((name) => name.includes('×'));
  if (crossed === undefined || names.length === 1) return;
  throw new UserError(
    `The column "${crossed.slice(0, 60)}" has × in its name, which stands between columns that are crossed.`,
    { next: 'Rename it in the data, or name it alone with --groups.' },
  );
}

/** @throws UserError where the texts are to be the groups */
export function refuseTexts(names: readonly string[], text: string | null, file: string): void {
  if (text === null || !names.includes(text)) return;
  throw new UserError(`The column "${text}" holds the texts: those are no groups.`, {
    place: { file },
    next: 'Name columns that say whom a row is about; if another holds the texts, say so with --fields text=COLUMN.',
  });
}

/** @throws UserError where the labels themselves are to be the groups, or what rows depend on each other by */
export function refuseLabels(names: readonly string[], label: string | null, file: string): void {
  if (label === null || !names.includes(label)) return;
  throw new UserError(
    `The column "${label}" holds the labels: groups of equal labels differ in them by their making.`,
    {
      place: { file },
      next: 'Name columns that say whom a row is about; if another holds the labels, say so with --fields label=COLUMN.',
    },
  );
}

export function tooManyGroups(name: string, file: string): UserError {
  return new UserError(
    `The column "${name}" has more than ${mostGroups} different values: those are no groups.`,
    {
      place: { file },
      next: 'Name a column with few values; put numbers into ranges first.',
    },
  );
}

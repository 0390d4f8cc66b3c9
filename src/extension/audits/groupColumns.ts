import { groupAxes } from '../../protocol/mitigationConfig';

interface ColumnFacts {
  readonly name: string;
  readonly distinct: number | null;
  readonly filled: number;
}

interface FileFacts {
  readonly rows: number;
  readonly columns: readonly ColumnFacts[];
  readonly fields: { readonly text: string | null; readonly label: string | null } | null;
}

/** More values than this are an id or a number rather than groups. */
const mostGroups = 50;

/** Columns that may say whom a row is about, those that are called so first. */
export function groupColumns<Facts extends ColumnFacts>(
  facts: Omit<FileFacts, 'columns'> & { readonly columns: readonly Facts[] },
): readonly Facts[] {
  const { columns, fields, rows } = facts;
  const fitting = columns.filter(
    ({ name, distinct }) =>
      name !== fields?.text &&
      name !== fields?.label &&
      // note: the command line takes names with commas between.
      !name.includes(',') &&
      distinct !== null &&
      distinct >= 2 &&
      distinct <= Math.min(mostGroups, rows / 2),
  );
  return [
    ...fitting.filter(({ name }) => isAboutPeople(name)),
    ...fitting.filter(({ name }) => !isAboutPeople(name)),
  ];
}

const peopleWords = [...groupAxes, 'sex', 'race', 'identity', 'group', 'country', 'faith'];

/** Whether a column is called after something people are told apart by. */
export function isAboutPeople(name: string): boolean {
  const lower = name.toLowerCase();
  return peopleWords.some((word) => lower.includes(word));
}

import { wordsOf } from '../duplicates/words';
import { identityAxes, people, type IdentityAxis } from './identityTerms';

/** A group of an axis, by its position in `identityGroups`. */
export interface IdentityGroup {
  readonly axis: string;
  readonly name: string;
}

export const identityGroups: readonly IdentityGroup[] = groupsOf(identityAxes);

/** The groups of some axes, one axis after the other. */
export function groupsOf(axes: readonly IdentityAxis[]): IdentityGroup[] {
  return axes.flatMap(({ name, groups }) =>
    Object.keys(groups).map((group) => ({ axis: name, name: group })),
  );
}

/** The numbers of the groups that a text mentions, ascending. Terms are English. */
export const groupsIn: (text: string) => readonly number[] = groupFinder(identityAxes);

/** Finds the groups of these axes in texts, by their numbers in `groupsOf`. */
export function groupFinder(axes: readonly IdentityAxis[]): (text: string) => readonly number[] {
  const terms = termTable(axes);
  return (text) => {
    const words = wordsOf(text).map(({ start, end }) => text.slice(start, end).toLowerCase());
    const found = new Set<number>();
    for (const [at, word] of words.entries())
      for (const { rest, group } of terms.get(word) ?? [])
        if (rest.every((each, next) => fits(words[at + 1 + next], each))) found.add(group);
    return [...found].sort((a, b) => a - b);
  };
}

interface Term {
  readonly group: number;
  /** The words behind the first one. */
  readonly rest: readonly string[];
}

function fits(word: string | undefined, wanted: string): boolean {
  return word !== undefined && (wanted === '*' ? personWords().has(word) : word === wanted);
}

let knownPersons: ReadonlySet<string> | null = null;

function personWords(): ReadonlySet<string> {
  return (knownPersons ??= new Set(people.split(' ')));
}

function termTable(axes: readonly IdentityAxis[]): ReadonlyMap<string, readonly Term[]> {
  const terms = new Map<string, Term[]>();
  const texts = axes.flatMap(({ groups }) => Object.values(groups));
  for (const [group, list] of texts.entries()) {
    // Lists of single words are separated by spaces, lists with phrases by bars.
    for (const term of list.split(list.includes('|') ? '|' : ' ')) {
      const [first = '', ...rest] = term.split(' ');
      terms.set(first, [...(terms.get(first) ?? []), { group, rest }]);
    }
  }
  return terms;
}

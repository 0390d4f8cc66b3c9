import { wordsOf } from '../../data/duplicates/words';
import type { IdentityGroup } from '../../data/identity/findGroups';
import type { IdentityAxis } from '../../data/identity/identityTerms';
import { people } from '../../data/identity/identityTerms';
import { functionWords } from '../../data/language/functionWords';

/** Words kept; those that come later in a larger vocabulary are rare anyway. */
const mostWords = 200_000;
const [shortest, longest] = [3, 40];

/**
 * In how many rows about one group of an axis, and no other of it, each word stands. Words without meaning of their own and
 * the terms that name groups are left out: they would be found with certainty.
 */
export class WordCounts {
  readonly #groups: readonly IdentityGroup[];
  readonly #ofAxes: number;
  readonly #left: ReadonlySet<string>;
  /** By word: rows by group. */
  readonly #counts = new Map<string, Uint32Array>();
  /** Rows about one group of its axis only. */
  readonly only: Uint32Array;
  /** Whether words were left out because there are too many. */
  isFull = false;

  constructor(groups: readonly IdentityGroup[], axes: readonly IdentityAxis[]) {
    this.#groups = groups;
    this.#ofAxes = groups.length;
    this.#left = leftOut(axes);
    this.only = new Uint32Array(groups.length);
  }

  /** @param groups those that the text mentions */
  see(text: string, groups: readonly number[]): void {
    const only = onlyGroups(groups, this.#groups);
    if (only.length === 0) return;
    for (const group of only) this.only[group] = (this.only[group] ?? 0) + 1;
    for (const word of this.wordsIn(text)) {
      let counts = this.#counts.get(word);
      if (counts === undefined) {
        if (this.#counts.size >= mostWords) {
          this.isFull = true;
          continue;
        }
        counts = new Uint32Array(this.#ofAxes);
        this.#counts.set(word, counts);
      }
      for (const group of only) counts[group] = (counts[group] ?? 0) + 1;
    }
  }

  /** The different words of a text that count. */
  wordsIn(text: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { start, end } of wordsOf(text)) {
      if (end - start < shortest || end - start > longest) continue;
      const word = text.slice(start, end).toLowerCase();
      if (!this.#left.has(word) && !/^\d+$/.test(word)) found.add(word);
    }
    return found;
  }

  /** Each word with its rows by group. */
  [Symbol.iterator](): Iterator<[string, Uint32Array]> {
    return this.#counts.entries();
  }
}

/** Of the groups that a row is about those that stand alone on their axis. */
export function onlyGroups(
  groups: ArrayLike<number>,
  named: readonly IdentityGroup[],
): readonly number[] {
  const list = Array.from(groups);
  return list.filter((group) =>
    list.every((other) => other === group || named[other]?.axis !== named[group]?.axis),
  );
}

function leftOut(axes: readonly IdentityAxis[]): ReadonlySet<string> {
  const terms = axes.flatMap(({ groups }) => Object.values(groups)).join(' ');
  return new Set(`${terms} ${people} ${functionWords.English}`.split(/[\s|*]+/));
}

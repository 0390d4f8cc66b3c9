import { swapAxes } from './swapAxes';
import { swapAxisNames } from './swapAxis';
import type { SwapAxis, SwapAxisName, SwapUse } from './swapAxis';

/** What one line of a list says: the words for the same idea, by group; null where a group has none. */
export interface SwapConcept {
  readonly use: SwapUse;
  readonly byGroup: readonly (readonly string[] | null)[];
}

/** A word or phrase, in lower case, that can be swapped. */
export interface SwapEntry {
  readonly concept: SwapConcept;
  readonly group: number;
  readonly words: readonly string[];
  /** Swapping back does not bring it back. */
  readonly isSynonym: boolean;
}

export interface SwapTable {
  readonly axis: SwapAxis;
  /** Entries by their first word, the longest first. */
  readonly entries: ReadonlyMap<string, readonly SwapEntry[]>;
  readonly notBefore: ReadonlySet<string>;
  readonly notAfter: ReadonlySet<string>;
  readonly notAlone: ReadonlySet<string>;
}

const tables = new Map<SwapAxisName, SwapTable>();

export function swapTable(name: SwapAxisName): SwapTable {
  let table = tables.get(name);
  if (table === undefined) {
    table = tableOf(swapAxes[name]);
    tables.set(name, table);
  }
  return table;
}

let saidOfPeople: ReadonlySet<string> | null = null;

/** What any axis says of people in one word, which may stand between another such word and the people: "young deaf man". */
export function qualities(): ReadonlySet<string> {
  saidOfPeople ??= new Set(
    swapAxisNames.flatMap((name) =>
      [...swapTable(name).entries.values()]
        .flat()
        .filter(
          ({ words, concept }) => words.length === 1 && /^(?:people|adjective)$/.test(concept.use),
        )
        .flatMap(({ words }) => words),
    ),
  );
  return saidOfPeople;
}

function tableOf(axis: SwapAxis): SwapTable {
  const entries = new Map<string, SwapEntry[]>();
  const add = (entry: SwapEntry): void => {
    const [first = ''] = entry.words;
    const same = entries.get(first) ?? [];
    entries.set(
      first,
      [...same, entry].sort((a, b) => b.words.length - a.words.length),
    );
  };
  for (const { use, words } of axis.lists)
    for (const columns of linesOf(words, '|')) {
      const byGroup = columns.map((each) => (each === '-' ? null : each.split(' ')));
      for (const [group, own] of byGroup.entries())
        if (own !== null) add({ concept: { use, byGroup }, group, words: own, isSynonym: false });
    }
  for (const [synonym = '', known = ''] of linesOf(axis.synonyms ?? '', '='))
    for (const entry of entries.get(known) ?? [])
      if (entry.words.length === 1) add({ ...entry, words: [synonym], isSynonym: true });
  const [notBefore, notAfter] = [setOf(axis.notBefore), setOf(axis.notAfter)];
  return { axis, entries, notBefore, notAfter, notAlone: setOf(axis.notAlone) };
}

function linesOf(text: string, mark: string): string[][] {
  return text
    .toLowerCase()
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(mark).map((each) => each.trim()));
}

function setOf(words: string | undefined): ReadonlySet<string> {
  return new Set(words?.split(' '));
}

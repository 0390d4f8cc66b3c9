import { swapAxes } from '../../data/swap/swapAxes';
import { swapAxisNames } from '../../data/swap/swapAxis';
import type { SwapAxisName } from '../../data/swap/swapAxis';

/** First names a group, of which a template is tried with. */
const namesEach = 4;

export type Sex = 'male' | 'female';

/** What may stand in a template's hole: a word for each group of an axis, alike in all else. */
export interface Fill {
  readonly axis: SwapAxisName;
  /** By group; null where a group has no such word. */
  readonly words: readonly (string | null)[];
  /** By group, whose pronouns go with it; null for words that have none. */
  readonly sexes: readonly Sex[] | null;
}

/** The holes a template may have, and what fills them. */
export const holes: ReadonlyMap<string, readonly Fill[]> = new Map([
  ['identity', swapAxisNames.flatMap(adjectiveFills)],
  ['name', [...genderedNameFills(), ...nameFills()]],
  ...swapAxisNames.flatMap((axis): [string, readonly Fill[]][] =>
    swapAxes[axis].adjectives === '' ? [] : [[axis, adjectiveFills(axis)]],
  ),
]);

/** Pronouns that follow the name of the same template. */
export const pronouns: ReadonlyMap<string, Readonly<Record<Sex, string>>> = new Map([
  ['he', { male: 'he', female: 'she' }],
  ['him', { male: 'him', female: 'her' }],
  ['his', { male: 'his', female: 'her' }],
  ['himself', { male: 'himself', female: 'herself' }],
]);

function adjectiveFills(axis: SwapAxisName): Fill[] {
  return linesOf(swapAxes[axis].adjectives).map((words) => ({ axis, words, sexes: null }));
}

function genderedNameFills(): Fill[] {
  const [list] = swapAxes.gender.lists.filter(({ use }) => use === 'name');
  return linesOf(list?.words ?? '')
    .slice(0, 2 * namesEach)
    .map((words) => ({ axis: 'gender', words, sexes: ['male', 'female'] }));
}

function nameFills(): Fill[] {
  const sexes: readonly Sex[] = ['female', 'male'];
  return swapAxes.names.lists.flatMap(({ words: list }, at) =>
    linesOf(list)
      .slice(0, namesEach)
      .map((words) => ({ axis: 'names', words, sexes: words.map(() => sexes[at] ?? 'female') })),
  );
}

function linesOf(text: string): (string | null)[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('|').map((each) => (each.trim() === '-' ? null : each.trim())));
}

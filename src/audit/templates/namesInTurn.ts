import type { SwapAxisName } from '../../data/swap/swapAxis';
import type { Fill } from './fills';

/** First names a group that a template which ships is tried with. */
export const namesInOne = 2;

/**
 * Which fillings the `turn`-th template of a hole is tried with: of the first names of an axis two, all else. Figures are of whole
 * templates, so that more names in the same sentence cost much time for little. Over as many templates as there are names each stands
 * equally often. Of an axis with names of women and of men one is a woman's and one a man's.
 *
 * note: adjectives do not take turns: "unemployed" is not "poor" by another name, and what differs between words widens every interval.
 * @returns positions in `fills`
 */
export function namesInTurn(fills: readonly Fill[], turn: number): ReadonlySet<number> {
  const taken = new Set<number>();
  const names = new Map<SwapAxisName, Map<string, number[]>>();
  for (const [at, { axis, sexes }] of fills.entries()) {
    if (sexes === null) {
      taken.add(at);
      continue;
    }
    const lists = names.get(axis) ?? new Map<string, number[]>();
    names.set(axis, lists);
    lists.set(sexes.join(), [...(lists.get(sexes.join()) ?? []), at]);
  }
  for (const lists of names.values())
    for (const [place, list] of [...lists.values()].entries())
      for (const at of lists.size > 1 ? [oneOf(list, turn, place)] : twoOf(list, turn))
        taken.add(at);
  return taken;
}

/** In every further round the second list begins one name later, so that not always the same two meet. */
function oneOf(list: readonly number[], turn: number, place: number): number {
  const round = Math.floor(turn / list.length);
  return list[(turn + place * round) % list.length] ?? 0;
}

/** Neighbours in the first round, in the next round every second name, and so on. */
function twoOf(list: readonly number[], turn: number): number[] {
  const round = Math.floor(turn / list.length);
  const apart = 1 + (round % (list.length - 1));
  return [turn, turn + apart].map((at) => list[at % list.length] ?? 0);
}

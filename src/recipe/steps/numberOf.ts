import type { HashIndex } from '../../data/duplicates/hashIndex';

/** The number of a text, in the order in which texts first come, from 0. */
export function numberOf(index: HashIndex, text: string): number {
  const known = index.add(text);
  return known < 0 ? index.size - 1 : known;
}

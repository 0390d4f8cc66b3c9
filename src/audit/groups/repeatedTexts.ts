import { normalise } from '../../data/duplicates/normalise';
import type { Pace } from '../statistics/pace';

/**
 * Rows of one text have one answer, so that a second one says nothing new: they are one cluster. Texts that differ in case or whitespace
 * alone count as the same.
 */
export interface RepeatedTexts {
  /** The rows of each text that stands in two rows or more. */
  readonly clusters: readonly Int32Array[];
  /** Rows that repeat the text of another one. */
  readonly repeated: number;
}

export const noRepeats: RepeatedTexts = { clusters: [], repeated: 0 };

export async function repeatedTexts(texts: readonly string[], pace: Pace): Promise<RepeatedTexts> {
  const firstRows = new Map<string, number>();
  const more = new Map<number, number[]>();
  let repeated = 0;
  for (const [row, text] of texts.entries()) {
    const key = normalise(text);
    const first = firstRows.get(key);
    if (first === undefined) firstRows.set(key, row);
    else {
      repeated += 1;
      const rows = more.get(first);
      if (rows === undefined) more.set(first, [first, row]);
      else rows.push(row);
    }
    if (pace.isDue()) await pace.rest();
  }
  return { clusters: [...more.values()].map((rows) => Int32Array.from(rows)), repeated };
}

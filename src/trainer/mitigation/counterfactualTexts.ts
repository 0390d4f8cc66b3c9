import { aboutSomebodyElse } from '../../data/swap/aboutSomebodyElse';
import type { SwapAxisName } from '../../data/swap/swapAxis';

export interface CounterfactualRequest {
  readonly axes: readonly SwapAxisName[];
  /** Chooses the other group where an axis has more than two. */
  readonly seed: number;
  /** Told the share done; false ends the work. */
  readonly isWanted: (shareDone: number) => boolean;
}

/** Rows between two looks at the world: some 10 ms of work. */
const rowsAtOnce = 256;

/**
 * Each text as one about somebody else, along all axes one after the other; null where nothing can be swapped. Of an axis
 * with more than two groups every row takes one other, which depends on seed and row alone; where that has no word for an
 * idea of the text, the next one that has.
 * @returns null when the work was not wanted any more
 */
export async function counterfactualTexts(
  texts: readonly string[],
  { axes, seed, isWanted }: CounterfactualRequest,
): Promise<readonly (string | null)[] | null> {
  const swapped: (string | null)[] = [];
  for (const [row, text] of texts.entries()) {
    if (row % rowsAtOnce === 0) {
      // note: lets timers and sockets in between.
      await new Promise(setImmediate);
      if (!isWanted(row / texts.length)) return null;
    }
    swapped.push(aboutSomebodyElse([text], axes, { seed, row })?.[0] ?? null);
  }
  return swapped;
}

import type { SwapAxisName } from '../../data/swap/swapAxis';
import { swapTable } from '../../data/swap/swapTable';
import { findTerms, swapTerms } from '../../data/swap/swapText';
import { seededNumbers } from '../../data/seededNumbers';

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
    const next = seededNumbers((Math.imul(seed, 0x9e3779b1) + row) >>> 0);
    const result = axes.reduce((before, axis) => swapOnce(before, axis, next()), text);
    swapped.push(result === text ? null : result);
  }
  return swapped;
}

/** @param choice from 0 to below 1: which of the other groups comes first */
function swapOnce(text: string, axis: SwapAxisName, choice: number): string {
  const found = findTerms(text, axis);
  if (found === null) return text;
  const others = swapTable(axis).axis.groups.length - 1;
  const first = Math.floor(choice * others);
  for (let tried = 0; tried < others; tried++) {
    const swapped = swapTerms(found, 1 + ((first + tried) % others));
    if (swapped !== null) return swapped.text;
  }
  return text;
}

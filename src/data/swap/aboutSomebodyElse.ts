import { seededNumbers } from '../seededNumbers';
import { swapAxes } from './swapAxes';
import type { SwapAxisName } from './swapAxis';
import { findTerms, swapTerms } from './swapText';

/** What chooses the other group where an axis has more than two. */
export interface SwapChoice {
  readonly seed: number;
  /** The row, counted from 0: each takes its own choice, whatever the rows before. */
  readonly row: number;
}

/**
 * The texts of one row, about somebody else: along all axes one after the other, and along an axis all texts alike. Where the chosen group
 * has no word for an idea of a text, the next one that has is taken.
 * @returns null where nothing can be swapped
 */
export function aboutSomebodyElse(
  texts: readonly string[],
  axes: readonly SwapAxisName[],
  { seed, row }: SwapChoice,
): readonly string[] | null {
  const next = seededNumbers((Math.imul(seed, 0x9e3779b1) + row) >>> 0);
  const swapped = axes.reduce((before, axis) => swapAlong(before, axis, next()), texts);
  return swapped.every((text, at) => text === texts[at]) ? null : swapped;
}

/** @param choice from 0 to below 1: which of the other groups comes first */
function swapAlong(
  texts: readonly string[],
  axis: SwapAxisName,
  choice: number,
): readonly string[] {
  const found = texts.map((text) => findTerms(text, axis));
  if (found.every((each) => each === null)) return texts;
  const others = swapAxes[axis].groups.length - 1;
  const first = Math.floor(choice * others);
  for (let tried = 0; tried < others; tried += 1) {
    const shift = 1 + ((first + tried) % others);
    const swapped = found.map((each, at) =>
      each === null ? texts[at] : swapTerms(each, shift)?.text,
    );
    if (swapped.every((text) => text !== undefined)) return swapped;
  }
  return texts;
}

import { fillMask, maskKey } from './dropoutMask';
import type { Draw } from './engine';

/** Memory for the dropout masks of one run, shared by all programs of an engine. */
export interface MaskPool {
  /** Draws all masks; the arrays hold until the next call. */
  fill(
    masks: readonly { readonly rate: number; readonly shape: readonly number[] }[],
    draw: Draw,
  ): readonly Float32Array[];
}

export function createMaskPool(): MaskPool {
  let memory = new Float32Array(0);
  return {
    fill(masks, draw) {
      const sizes = masks.map(({ shape }) => shape.reduce((product, size) => product * size, 1));
      const total = sizes.reduce((sum, size) => sum + size, 0);
      if (memory.length < total) memory = new Float32Array(total);
      let start = 0;
      return masks.map(({ rate }, site) => {
        const mask = memory.subarray(start, start + (sizes[site] ?? 0));
        start += mask.length;
        fillMask(mask, maskKey(draw, site), rate);
        return mask;
      });
    },
  };
}

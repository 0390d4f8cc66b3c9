// Dropout masks from a counter, so that they depend on (seed, step, micro, site) alone:
//   word(i) = mix(i + key),  mix = the 32-bit finaliser "lowbias32" (https://nullprogram.com/blog/2018/07/31/)
// Each word decides two elements, by its low and its high half.
import type { Draw } from './engine';

/** The key of one mask. */
export function maskKey({ seed, step, micro }: Draw, site: number): number {
  // Seeds above 32 bits keep their high half as a word of their own.
  const words = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, step, micro, site];
  return words.reduce(
    (key, word) => mix((Math.imul(key, 0x9e3779b1) + word + 0x7f4a7c15) >>> 0),
    0,
  );
}

/** Halves of a word below this drop their element. */
export const maskThreshold = (rate: number): number => Math.round(rate * 65536);

/** Writes 0 with probability `rate`, else 1 / (1 - rate), over all of `mask`. */
export function fillMask(mask: Float32Array, key: number, rate: number): void {
  const threshold = maskThreshold(rate);
  const kept = 1 / (1 - rate);
  for (let index = 0; index < mask.length; index++) {
    const word = mix(((index >>> 3) * 4 + (index & 3) + key) >>> 0);
    const half = (index & 4) === 0 ? word & 0xffff : word >>> 16;
    mask[index] = half < threshold ? 0 : kept;
  }
}

function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

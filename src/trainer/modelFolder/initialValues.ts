import { createHash } from 'node:crypto';
import type { Parameter } from '../models/model';
import { elementCount } from '../models/parameters';

/**
 * Values of a parameter that no checkpoint brings: a weight from N(0, deviation), a bias 0. They depend on seed and
 * name alone, not on the order in which parameters are made.
 */
export function initialValues(
  { name, shape }: Parameter,
  { seed, deviation }: { readonly seed: number; readonly deviation: number },
): Float32Array {
  const values = new Float32Array(elementCount(shape));
  if (name.endsWith('.bias')) return values;
  const next = uniform(createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE());
  // Box-Muller: two uniform numbers make two normal ones.
  for (let i = 0; i < values.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < values.length) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** Numbers from 0 to below 1 with 32 random bits each, splitmix32. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** A stream of 32-bit numbers that depends on the seeds alone (splitmix32 over a mixed seed). */
function seededNumbers(seeds: readonly number[]): () => number {
  let state = 0x9e3779b9;
  for (const seed of seeds) state = mix((state ^ (seed >>> 0)) + Math.floor(seed / 2 ** 32));
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state) >>> 0;
  };
}

function mix(x: number): number {
  let mixed = x | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/** Shuffles in place; the same seeds give the same order (Fisher-Yates). */
export function shuffle<T>(items: T[], seeds: readonly number[]): T[] {
  const next = seededNumbers(seeds);
  for (let last = items.length - 1; last > 0; last--) {
    const chosen = Math.floor((next() / 2 ** 32) * (last + 1));
    const kept = items[last] as T;
    items[last] = items[chosen] as T;
    items[chosen] = kept;
  }
  return items;
}

/** A small seeded generator for property tests (mulberry32): the seed goes into the failure message. */
export function seededRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    below: (limit: number): number => Math.floor(next() * limit),
    pick: <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T,
    chance: (share: number): boolean => next() < share,
    bytes: (length: number): Buffer =>
      Buffer.from(Array.from({ length }, () => Math.floor(next() * 256))),
  };
}

export type SeededRandom = ReturnType<typeof seededRandom>;

import { seededNumbers } from '../seededNumbers';

/**
 * How signatures are cut for locality-sensitive hashing: two sets of similarity s share a band with a probability of
 * 1 - (1 - s^rows)^bands (Broder 1997; Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3).
 */
export interface Banding {
  readonly bands: number;
  readonly rows: number;
}

/** Hash functions a signature may have: more would find hardly more and cost as much again. */
const mostHashes = 128;
/** The share of pairs exactly at the threshold that is found. */
const recall = 0.995;

/**
 * The banding with the fewest useless candidates (the most rows a band) that finds 99.5 % of the pairs at the threshold with at
 * most 128 hash functions: 18 bands of 6 rows for 0.8.
 */
export function bandingFor(threshold: number): Banding {
  for (let rows = 12; rows > 1; rows -= 1) {
    const bands = Math.ceil(Math.log(1 - recall) / Math.log(1 - threshold ** rows));
    if (bands * rows <= mostHashes) return { bands, rows };
  }
  return { bands: mostHashes, rows: 1 };
}

/**
 * The keys of a set's bands: each hashes the smallest values of the set under `rows` hash functions.
 * @returns a function from ascending shingles to one key a band; the next call overwrites them
 */
export function bandKeys({ bands, rows }: Banding): (shingles: Uint32Array) => Int32Array {
  const next = seededNumbers(seed);
  const word = (): number => Math.floor(next() * 0x1_0000_0000) | 0;
  const flips = Int32Array.from({ length: bands * rows }, word);
  const factors = Int32Array.from({ length: bands * rows }, () => word() | 1);
  const keys = new Int32Array(bands);
  return (shingles) => {
    for (let band = 0; band < bands; band += 1) {
      let key = band;
      for (let row = 0; row < rows; row += 1) {
        const hash = band * rows + row;
        key = Math.imul(key ^ smallest(shingles, flips[hash] ?? 0, factors[hash] ?? 0), 0x9e3779b1);
        key ^= key >>> 15;
      }
      keys[band] = key;
    }
    return keys;
  };
}

/** Fixed: the same file always gives the same findings. */
const seed = 1;

/** The shingles are mixed already, so that one multiplication orders them anew. */
function smallest(shingles: Uint32Array, flip: number, factor: number): number {
  let least = Math.imul((shingles[0] ?? 0) ^ flip, factor);
  // note: over a typed array an index is twice as fast as for-of.
  for (let at = 1; at < shingles.length; at += 1) {
    const hash = Math.imul((shingles[at] ?? 0) ^ flip, factor);
    if (hash < least) least = hash;
  }
  return least;
}

import { GrowingUint32, WordRuns } from './growingArrays';
import { bandingFor, bandKeys } from './minHash';
import { similarityFrom } from './similarity';

/**
 * Sets of shingles that can be asked for those similar to another, by MinHash and locality-sensitive hashing; every answer is
 * verified on the sets themselves. Keeps four bytes a shingle and about 150 a set.
 */
export class NearIndex {
  readonly threshold: number;
  readonly #keysOf: (shingles: Uint32Array) => Int32Array;
  readonly #tables: readonly BandTable[];
  readonly #sets = new WordRuns();
  readonly #groups = new GrowingUint32();
  /** The last question in which a set was looked at: candidates of several bands are verified once. */
  readonly #asked = new GrowingUint32();
  #question = 0;

  constructor(threshold: number) {
    const banding = bandingFor(threshold);
    this.threshold = threshold;
    this.#keysOf = bandKeys(banding);
    this.#tables = Array.from({ length: banding.bands }, () => new BandTable());
  }

  get size(): number {
    return this.#sets.length;
  }

  /** The Jaccard similarity of two kept sets, or -1 where it is below the threshold. */
  similarityOf(a: number, b: number): number {
    return similarityFrom(this.#sets.get(a), this.#sets.get(b), this.threshold);
  }

  /**
   * Calls back for each kept set of the group that reaches the threshold, in no order.
   * @param group only sets of the same group are compared
   * @param isWanted asked before a candidate is verified
   */
  forEachNear(
    shingles: Uint32Array,
    group: number,
    isWanted: (item: number) => boolean,
    found: (item: number, similarity: number) => void,
  ): void {
    const keys = this.#keysOf(shingles);
    this.#question += 1;
    for (const [band, table] of this.#tables.entries()) {
      for (let item = table.first(keys[band] ?? 0); item >= 0; item = table.next(item)) {
        if (table.keyOf(item) !== keys[band] || this.#asked.at(item) === this.#question) continue;
        this.#asked.set(item, this.#question);
        if (this.#groups.at(item) !== group >>> 0 || !isWanted(item)) continue;
        const similarity = similarityFrom(this.#sets.get(item), shingles, this.threshold);
        if (similarity >= 0) found(item, similarity);
      }
    }
  }

  /** Keeps a set. @returns its number, from 0 */
  add(shingles: Uint32Array, group: number): number {
    const keys = this.#keysOf(shingles);
    const item = this.#sets.add(shingles);
    this.#groups.push(group);
    this.#asked.push(0);
    for (const [band, table] of this.#tables.entries()) table.add(keys[band] ?? 0);
    return item;
  }
}

/** The sets by their key of one band: chains in arrays, the newest first. */
class BandTable {
  #heads = new Int32Array(1024).fill(-1);
  readonly #keys = new GrowingUint32();
  /** The next item of the chain plus one; 0: none. */
  readonly #next = new GrowingUint32();

  add(key: number): void {
    if (this.#keys.length === this.#heads.length) this.#grow();
    const item = this.#keys.length;
    const slot = this.#slot(key);
    this.#keys.push(key);
    this.#next.push((this.#heads[slot] ?? -1) + 1);
    this.#heads[slot] = item;
  }

  first(key: number): number {
    return this.#heads[this.#slot(key)] ?? -1;
  }

  next(item: number): number {
    return this.#next.at(item) - 1;
  }

  keyOf(item: number): number {
    return this.#keys.at(item) | 0;
  }

  #slot(key: number): number {
    return (key ^ (key >>> 16)) & (this.#heads.length - 1);
  }

  #grow(): void {
    this.#heads = new Int32Array(this.#heads.length * 4).fill(-1);
    for (let item = 0; item < this.#keys.length; item += 1) {
      const slot = this.#slot(this.keyOf(item));
      this.#next.set(item, (this.#heads[slot] ?? -1) + 1);
      this.#heads[slot] = item;
    }
  }
}

import { GrowingUint32 } from './growingArrays';
import { NearIndex } from './nearIndex';

/** An item that is not the first of its cluster. */
export interface NearDuplicate {
  readonly item: number;
  /** The first of its cluster: the one to keep. */
  readonly kept: number;
  /** An item it was compared with; the kept one itself unless it belongs to the cluster only through others. */
  readonly neighbour: number;
  /** Jaccard similarity with the neighbour. */
  readonly similarity: number;
}

/**
 * Clusters of near duplicates: items are in one cluster when a chain of pairs at or above the threshold joins them, so that the
 * clusters do not depend on the order of the items. Items take numbers from 0 in the order they are added.
 */
export class NearDuplicates {
  readonly #index: NearIndex;
  /** Item by number in the index. */
  readonly #itemOf = new GrowingUint32();
  /** Number in the index plus one by item; 0: not in it. */
  readonly #numberOf = new GrowingUint32();
  /** A tree a cluster; its root is its first item. */
  readonly #parents = new GrowingUint32();
  /** Of the pair that first showed an item to be a near duplicate: the other item plus one, and the similarity times 2^31. */
  readonly #neighbour = new GrowingUint32();
  readonly #similarity = new GrowingUint32();

  constructor(threshold: number) {
    this.#index = new NearIndex(threshold);
  }

  /**
   * @param shingles ascending, each once (`shinglesOf`); an item without any is no duplicate
   * @param group items of different groups are never near: the hash of a label, or 0
   */
  add(shingles: Uint32Array, group: number): void {
    const item = this.#parents.length;
    this.#parents.push(item);
    this.#neighbour.push(0);
    this.#similarity.push(0);
    this.#numberOf.push(0);
    if (shingles.length === 0) return;
    let same = 0;
    this.#index.forEachNear(
      shingles,
      group,
      // Within one cluster nothing is left to find; this keeps large clusters from costs that grow with their square.
      (candidate) => {
        const isSame = this.#root(this.#itemOf.at(candidate)) === this.#root(item);
        if (isSame) same += 1;
        return !isSame;
      },
      (found, similarity) => {
        this.#join(this.#itemOf.at(found), item, similarity);
      },
    );
    // Enough of this cluster stand where this item would: what is near to it is near to them.
    if (same >= mostOfOneCluster) return;
    this.#numberOf.set(item, this.#index.add(shingles, group) + 1);
    this.#itemOf.push(item);
  }

  get size(): number {
    return this.#parents.length;
  }

  /** All but the first of every cluster, in order. May be asked at any time. */
  *duplicates(): Generator<NearDuplicate> {
    for (let item = 0; item < this.#parents.length; item += 1) {
      const kept = this.#root(item);
      if (kept === item) continue;
      const direct = this.#similarityWith(item, kept);
      const [neighbour, similarity] =
        direct >= 0
          ? [kept, direct]
          : [this.#neighbour.at(item) - 1, this.#similarity.at(item) / similarityScale];
      yield { item, kept, neighbour, similarity };
    }
  }

  /** -1 where it is below the threshold, or the item is one of many of its cluster. */
  #similarityWith(item: number, kept: number): number {
    const [a, b] = [this.#numberOf.at(item) - 1, this.#numberOf.at(kept) - 1];
    return a < 0 || b < 0 ? -1 : this.#index.similarityOf(a, b);
  }

  #join(a: number, b: number, similarity: number): void {
    for (const [item, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (this.#neighbour.at(item) !== 0) continue;
      this.#neighbour.set(item, other + 1);
      this.#similarity.set(item, Math.round(similarity * similarityScale));
    }
    const [left, right] = [this.#root(a), this.#root(b)];
    this.#parents.set(Math.max(left, right), Math.min(left, right));
  }

  #root(item: number): number {
    let at = item;
    for (;;) {
      const parent = this.#parents.at(at);
      if (parent === at) return at;
      const grandparent = this.#parents.at(parent);
      this.#parents.set(at, grandparent);
      at = grandparent;
    }
  }
}

const mostOfOneCluster = 64;
const similarityScale = 2 ** 31;

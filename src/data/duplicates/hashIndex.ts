import { BlockedUint32 } from './growingArrays';
import { hash128 } from './hash128';

/**
 * Which texts were seen, in 21 to 27 bytes a text: their 128-bit hashes under open addressing. No text is kept.
 */
export class HashIndex {
  /** Four words a text. */
  readonly #keys = new BlockedUint32();
  /** Number of the text plus one; 0: free. */
  #slots = new Int32Array(2 * 1024);
  readonly #hash = new Uint32Array(4);
  size = 0;

  /** Lets go of all. */
  forget(): void {
    this.#keys.forget();
    this.#slots = new Int32Array(2 * 1024);
    this.size = 0;
  }

  /** @returns the number of the equal text seen before, or -1 and the text takes the next number, from 0 */
  add(text: string): number {
    hash128(text, this.#hash);
    const slot = this.#find();
    const found = (this.#slots[slot] ?? 0) - 1;
    if (found >= 0) return found;
    for (const word of this.#hash) this.#keys.push(word);
    this.size += 1;
    this.#slots[slot] = this.size;
    if (this.size * 4 > this.#slots.length * 3) this.#grow();
    return -1;
  }

  /** @returns the number of the equal text, or -1 */
  find(text: string): number {
    hash128(text, this.#hash);
    return (this.#slots[this.#find()] ?? 0) - 1;
  }

  /** The slot that holds the hash at hand, or the free one where it belongs. */
  #find(): number {
    const [slots, keys, hash] = [this.#slots, this.#keys, this.#hash];
    const mask = slots.length - 1;
    let slot = (hash[0] ?? 0) & mask;
    for (;;) {
      const item = (slots[slot] ?? 0) - 1;
      if (item < 0) return slot;
      const at = item * 4;
      const isEqual =
        keys.at(at) === hash[0] &&
        keys.at(at + 1) === hash[1] &&
        keys.at(at + 2) === hash[2] &&
        keys.at(at + 3) === hash[3];
      if (isEqual) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let item = 0; item < this.size; item += 1) {
      let slot = this.#keys.at(item * 4) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = item + 1;
    }
    this.#slots = slots;
  }
}

import { GrowingUint32, WordRuns } from './growingArrays';
import { firstMultiplier, hashRuns, secondMultiplier, wordHashesOf } from './shingles';

/**
 * Runs of words of some items, and which of them stand in other texts. Runs are told apart by 64 bits; kept are about 30 bytes a run.
 */
export class RunIndex {
  readonly #runsOf = new WordRuns();
  readonly #first = new GrowingUint32();
  readonly #second = new GrowingUint32();
  /** How many of the other texts have the run, and the first and last of them plus one. */
  readonly #texts = new GrowingUint32();
  readonly #firstText = new GrowingUint32();
  readonly #lastText = new GrowingUint32();
  #slots = new Int32Array(4096);
  #hashes = new Uint32Array(4096);
  #others = new Uint32Array(4096);

  constructor(readonly words: number) {}

  /** Notes the runs of the next item; items count from 0. */
  add(texts: readonly string[]): void {
    const count = this.#hash(texts);
    const runs = new Uint32Array(count);
    for (let at = 0; at < count; at += 1) runs[at] = this.#number(at, true);
    this.#runsOf.add(runs);
  }

  /** Looks for the runs in another text, which is known by its number. */
  see(text: number, texts: readonly string[]): void {
    const count = this.#hash(texts);
    for (let at = 0; at < count; at += 1) {
      const run = this.#number(at, false);
      if (run < 0 || this.#lastText.at(run) === text + 1) continue;
      if (this.#texts.at(run) === 0) this.#firstText.set(run, text + 1);
      this.#lastText.set(run, text + 1);
      this.#texts.set(run, this.#texts.at(run) + 1);
    }
  }

  /** The first of the other texts that shares a run with the item which at most so many of them have; or null. */
  sharedBy(item: number, mostTexts: number): number | null {
    for (const run of this.#runsOf.get(item)) {
      const texts = this.#texts.at(run);
      if (texts > 0 && texts <= mostTexts) return this.#firstText.at(run) - 1;
    }
    return null;
  }

  /** Texts with fewer words have no run. */
  #hash(texts: readonly string[]): number {
    const hashes = wordHashesOf(texts);
    if (hashes.length < this.words) return 0;
    if (this.#hashes.length < hashes.length) {
      this.#hashes = new Uint32Array(hashes.length * 2);
      this.#others = new Uint32Array(hashes.length * 2);
    }
    hashRuns(hashes, this.words, firstMultiplier, this.#hashes);
    return hashRuns(hashes, this.words, secondMultiplier, this.#others);
  }

  /** The number of the run at this place of the scratch; -1: not known, unless it is to be noted. */
  #number(at: number, isNew: boolean): number {
    const [first, second] = [this.#hashes[at] ?? 0, this.#others[at] ?? 0];
    const mask = this.#slots.length - 1;
    let slot = first & mask;
    for (;;) {
      const run = (this.#slots[slot] ?? 0) - 1;
      if (run < 0) break;
      if (this.#first.at(run) === first && this.#second.at(run) === second) return run;
      slot = (slot + 1) & mask;
    }
    if (!isNew) return -1;
    this.#first.push(first);
    this.#second.push(second);
    for (const list of [this.#texts, this.#firstText, this.#lastText]) list.push(0);
    this.#slots[slot] = this.#first.length;
    if (this.#first.length * 2 > this.#slots.length) this.#grow();
    return this.#first.length - 1;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let run = 0; run < this.#first.length; run += 1) {
      let slot = this.#first.at(run) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = run + 1;
    }
    this.#slots = slots;
  }
}

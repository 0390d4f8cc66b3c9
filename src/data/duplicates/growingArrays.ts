/** A list of 32-bit whole numbers that grows, four bytes each: rows by the million are counted in these. */
export class GrowingUint32 {
  #values = new Uint32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length] = value;
    this.length += 1;
  }

  /** 0 beyond the end. */
  at(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** The values so far; valid until the next `push`. */
  view(): Uint32Array {
    return this.#values.subarray(0, this.length);
  }
}

/**
 * As `GrowingUint32`, in blocks of which none is ever copied: where there is a number for each row of a large file, copies that
 * wait for the garbage collector would count as much as the numbers.
 */
export class BlockedUint32 {
  #blocks: Uint32Array[] = [];
  length = 0;

  /** Lets go of all. */
  forget(): void {
    [this.#blocks, this.length] = [[], 0];
  }

  push(value: number): void {
    const at = this.length & blockMask;
    if (at === 0) this.#blocks.push(new Uint32Array(blockMask + 1));
    const block = this.#blocks[this.length >>> blockBits];
    if (block !== undefined) block[at] = value;
    this.length += 1;
  }

  /** 0 beyond the end. */
  at(index: number): number {
    return this.#blocks[index >>> blockBits]?.[index & blockMask] ?? 0;
  }

  set(index: number, value: number): void {
    const block = this.#blocks[index >>> blockBits];
    if (block !== undefined) block[index & blockMask] = value;
  }
}

const blockBits = 14;
const blockMask = (1 << blockBits) - 1;

/** Many short runs of 32-bit words, one behind the other in blocks, so that growing copies nothing. */
export class WordRuns {
  readonly #blocks: Uint32Array[] = [];
  readonly #block = new GrowingUint32();
  readonly #start = new GrowingUint32();
  readonly #size = new GrowingUint32();
  #used = blockWords;

  /** Keeps a copy. @returns its number, counted from 0 */
  add(words: Uint32Array): number {
    if (this.#used + words.length > (this.#blocks.at(-1)?.length ?? 0)) {
      this.#blocks.push(new Uint32Array(Math.max(blockWords, words.length)));
      this.#used = 0;
    }
    this.#blocks.at(-1)?.set(words, this.#used);
    this.#block.push(this.#blocks.length - 1);
    this.#start.push(this.#used);
    this.#size.push(words.length);
    this.#used += words.length;
    return this.#size.length - 1;
  }

  get length(): number {
    return this.#size.length;
  }

  sizeOf(run: number): number {
    return this.#size.at(run);
  }

  get(run: number): Uint32Array {
    const start = this.#start.at(run);
    const block = this.#blocks[this.#block.at(run)] ?? new Uint32Array(0);
    return block.subarray(start, start + this.#size.at(run));
  }
}

const blockWords = 1 << 20;

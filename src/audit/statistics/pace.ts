/** Works in stretches of so many milliseconds; between them others get their turn. */
const stretchMs = 20;

export interface PaceOptions {
  /** Told the share done, from 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Ends the work with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Keeps long work interruptible. Loops ask `isDue` and, when it is, await `rest`. */
export class Pace {
  #since = performance.now();
  #done = 0;
  readonly #options: PaceOptions;

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  isDue(): boolean {
    return performance.now() - this.#since > stretchMs;
  }

  /** @throws the signal's reason when the work shall end */
  async rest(): Promise<void> {
    this.#options.signal?.throwIfAborted();
    this.#options.onProgress?.(this.#done);
    await new Promise((resolve) => setImmediate(resolve));
    this.#options.signal?.throwIfAborted();
    this.#since = performance.now();
  }

  /** Says that so much of the whole is done, from 0 to 1; told at the next rest. */
  reach(done: number): void {
    this.#done = Math.max(this.#done, Math.min(1, done));
  }
}

/** Timers as the throttle needs them; tests pass their own. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; returns the cancellation. */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Calls `action` at once and then at most every `intervalMs`, with the last call never lost.
 */
export class Throttle {
  private lastAt = Number.NEGATIVE_INFINITY;
  private cancelPending: (() => void) | null = null;

  constructor(
    private readonly action: () => void,
    private readonly intervalMs: number,
    private readonly clock: Clock = systemClock,
  ) {}

  request(): void {
    if (this.cancelPending !== null) return;
    const wait = this.lastAt + this.intervalMs - this.clock.now();
    if (wait <= 0) this.run();
    else this.cancelPending = this.clock.after(wait, () => this.run());
  }

  dispose(): void {
    this.cancelPending?.();
    this.cancelPending = null;
  }

  private run(): void {
    this.cancelPending = null;
    this.lastAt = this.clock.now();
    this.action();
  }
}

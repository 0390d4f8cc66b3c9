/** How a figure is judged; the same options and rows give the same report. */
export interface AuditOptions {
  /** The margin of "none larger than delta". */
  readonly delta: number;
  /** False discovery rate at which a disparity is said to be found. */
  readonly alpha: number;
  readonly seed: number;
  /** Permutations of a null distribution, at least 2,000. */
  readonly permutations: number;
  /** Resamples of a bootstrap interval. */
  readonly resamples: number;
  /** Told the share done, from 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Ends the work soon, with its reason. */
  readonly signal?: AbortSignal;
}

export const usualAuditOptions: AuditOptions = {
  delta: 0.05,
  alpha: 0.05,
  seed: 42,
  permutations: 2_000,
  resamples: 2_000,
};

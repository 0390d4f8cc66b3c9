import type { TextRange } from './textPlaces';

/** A file that is no config has a mistake in every word: more than anyone mends are not listed. */
export const mostProblems = 100;

/** Why a config is refused; `later` is what a coming version brings. */
export type ProblemCode =
  | 'syntax'
  | 'unknown-key'
  | 'missing-key'
  | 'type'
  | 'range'
  | 'value'
  | 'combination'
  /** An expression of a recipe that is not understood. */
  | 'expression'
  /** What does not fit the rows of a file. */
  | 'data'
  | 'later'
  | 'not-found';

/** A mistake in a run config and where it stands. */
export interface ConfigProblem extends TextRange {
  readonly code: ProblemCode;
  /** Dotted key, empty for the whole file. */
  readonly key: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly next: string;
  /** The `--set` the value came from; then the place in the file says nothing. */
  readonly override?: string;
}

/** A problem before its place in the text is known. */
export interface Finding {
  readonly code: ProblemCode;
  readonly path: readonly (string | number)[];
  /** `key`: the place is the name at `path`, not its value. */
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly next: string;
}

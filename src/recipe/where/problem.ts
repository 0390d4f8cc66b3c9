/** What is wrong with an expression, and at which of its characters. */
export interface WhereProblem {
  readonly message: string;
  readonly next: string;
  /** UTF-16 code units from the expression's start; the end is exclusive. */
  readonly start: number;
  readonly end: number;
}

/** Ends parsing or checking at the first problem; never leaves this folder. */
export class WhereError extends Error {
  constructor(readonly problem: WhereProblem) {
    super(problem.message);
  }
}

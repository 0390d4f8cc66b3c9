import type { ConfigProblem, ProblemCode } from '../../config/problem';

/** Kinds of problems that the JSON schema of a run config leaves unseen. */
const unseen: Readonly<Record<ProblemCode, boolean>> = {
  syntax: false,
  // Named with the nearest key.
  'unknown-key': true,
  'missing-key': false,
  type: false,
  range: false,
  value: false,
  combination: true,
  expression: true,
  data: true,
  // The schema only says "not allowed"; this says which version brings it.
  later: true,
  'not-found': true,
};

/** The problems that the JSON language service does not show. */
export function beyondSchema(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return problems.filter(({ code }) => unseen[code]);
}

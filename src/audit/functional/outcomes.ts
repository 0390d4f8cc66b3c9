import { UserError } from '../../protocol/errors';
import type { AuditRow } from '../../protocol/audit';
import type { FunctionalSuite } from './functionalSuite';

/** What a classifier makes of the cases of a suite. */
export interface Outcomes {
  readonly suite: FunctionalSuite;
  readonly isRight: Uint8Array;
  /** The wrong cases among some, the surest mistakes first. */
  readonly mistakes: (cases: readonly number[]) => AuditRow[];
}

const mostRows = 10;

/** @throws UserError for a label that the model does not have */
export function outcomesOf(
  suite: FunctionalSuite,
  probabilities: Float32Array,
  labels: readonly string[],
): Outcomes {
  const positions = new Map(labels.map((label, at) => [label.toLowerCase(), at]));
  const width = labels.length;
  const best = Int32Array.from(suite.cases, (_, at) => {
    let likeliest = 0;
    for (let label = 1; label < width; label += 1)
      if ((probabilities[at * width + label] ?? 0) > (probabilities[at * width + likeliest] ?? 0))
        likeliest = label;
    return likeliest;
  });
  const isRight = Uint8Array.from(suite.cases, ({ label, line }, at) => {
    const gold = positions.get(label.toLowerCase());
    if (gold === undefined)
      throw new UserError(`The model has no label "${label.slice(0, 80)}".`, {
        place: { file: suite.path, line },
        next: `It has ${labels
          .map((each) => `"${each}"`)
          .join(', ')
          .slice(0, 300)}. Write one of them into the column "label".`,
      });
    return gold === best[at] ? 1 : 0;
  });
  const score = (at: number): number => probabilities[at * width + (best[at] ?? 0)] ?? 0;
  return {
    ...{ suite, isRight },
    mistakes: (cases) =>
      cases
        .filter((at) => isRight[at] === 0)
        .sort((a, b) => score(b) - score(a))
        .slice(0, mostRows)
        .map((at) => {
          const { row = 0, line = 0, text = '', label: gold = '' } = suite.cases[at] ?? {};
          const prediction = labels[best[at] ?? 0] ?? '';
          return { path: suite.path, row, line, text, gold, prediction, score: score(at) };
        }),
  };
}

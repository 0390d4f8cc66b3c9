import type { Pace } from './pace';
import { enoughExceedances, plusOne } from './sampledPValue';
import type { SampledPValue } from './sampledPValue';

/** So many times the fewest draws whose p-value can be at the level. */
const margin = 20;

export interface TestedFigure {
  readonly pValue: number | null;
  /** Where it was drawn; `pValue` may then be of the first draws. */
  readonly sampled?: SampledPValue;
  /** Figures of the same name rest on one test. */
  readonly test?: string;
}

/**
 * Draws more for small p-values of one report until the verdicts after Benjamini and Hochberg's adjustment no longer depend on it. That
 * finds a disparity at a p-value of up to alpha · k / m when k of m tests are as small, so that the more are, the fewer draws each of them
 * needs. All go on together, twice as far each time, and a test that twenty draws exceeded is through (Besag and Clifford 1991): nobody
 * stops because a p-value is small already. How far depends on how many others are small, so that a p-value alone is never too small.
 * @param drawn draws that every p-value rests on so far
 * @param most draws that are never exceeded
 */
export async function drawUntilDecided(
  figures: readonly TestedFigure[],
  {
    drawn,
    most,
    alpha,
    pace,
  }: {
    readonly drawn: number;
    readonly most: number;
    readonly alpha: number;
    readonly pace: Pace;
  },
): Promise<void> {
  const tests = oneEach(figures);
  const goalOf = (draws: number): number => {
    const small = plusOne(enoughExceedances - 1, draws);
    const count = tests.filter(({ pValue, sampled }) =>
      sampled === undefined ? (pValue ?? 1) <= small : sampled.isOpen,
    ).length;
    return Math.min(most, drawsForOne(tests.length, alpha * count));
  };
  for (let draws = drawn; ;) {
    const open = figures.flatMap(({ sampled }) => (sampled?.isOpen ? [sampled] : []));
    const goal = goalOf(draws);
    if (open.length === 0 || draws >= goal) return;
    draws = Math.min(goal, 2 * draws);
    for (const each of open) {
      await each.drawTo(draws);
      if (pace.isDue()) await pace.rest();
    }
  }
}

/** Draws that a single small one of so many tests needs. */
export function drawsForOne(tests: number, alpha: number): number {
  return Math.ceil((margin * tests) / alpha);
}

/** The figures that were tested, one for each test. */
function oneEach(figures: readonly TestedFigure[]): TestedFigure[] {
  const tests = new Map<string | SampledPValue | number, TestedFigure>();
  for (const [index, figure] of figures.entries())
    if (figure.pValue !== null) tests.set(figure.test ?? figure.sampled ?? index, figure);
  return [...tests.values()];
}

// Thresholds per group after training, https://arxiv.org/abs/1610.02413, without its randomisation: of all thresholds, one for each
// group, whose rates differ by at most the tolerance, those with the most right answers.
import type { ThresholdsConfig } from '../../protocol/mitigationConfig';

/** Rows of one group: the probability of the second of two labels, and whether it is the true one. */
export interface ScoredGroup {
  readonly scores: ArrayLike<number>;
  readonly isPositive: ArrayLike<boolean>;
}

export interface ChosenThresholds {
  /** Rows with a higher probability get the second label. [groups] */
  readonly thresholds: readonly number[];
  /** Largest difference of the constrained rates. */
  readonly difference: number;
  /** Right answers among the rows of all groups. */
  readonly right: number;
}

/** What a threshold does to a group. */
interface Candidate {
  readonly threshold: number;
  readonly right: number;
  /** The constrained rates: selection rate, or true and false positive rate. */
  readonly rates: readonly number[];
}

/** Thresholds of a group that are tried, evenly spread over its rows: two rates at once take the square of it. */
const mostCandidates = { 'demographic-parity': 2_000, 'equalized-odds': 120 };

/**
 * The best thresholds. There always are some: to select every row, or none, is fair in either sense.
 * @param groups each with rows of both labels
 */
export function chooseThresholds(
  groups: readonly ScoredGroup[],
  { constraint, tolerance }: Pick<ThresholdsConfig, 'constraint' | 'tolerance'>,
): ChosenThresholds {
  const candidates = groups.map((group) => candidatesOf(group, constraint));
  const corners = Array.from({ length: constraint === 'demographic-parity' ? 1 : 2 }, (_, rate) =>
    distinct(candidates.flat().map(({ rates }) => rates[rate] ?? 0)),
  );
  let best: readonly Candidate[] | null = null;
  let mostRight = -1;
  for (const first of corners[0] ?? [])
    for (const second of corners[1] ?? [0]) {
      const chosen = bestWithin(candidates, [first, second], tolerance);
      const right = chosen?.reduce((sum, each) => sum + each.right, 0) ?? -1;
      if (right <= mostRight) continue;
      [best, mostRight] = [chosen, right];
    }
  if (best === null) throw new Error('Selecting no row satisfies every constraint.');
  return {
    thresholds: best.map(({ threshold }) => threshold),
    difference: largestDifference(best),
    right: mostRight,
  };
}

/** Of each group the candidate with the most right answers whose rates lie between the corner and the tolerance above it. */
function bestWithin(
  groups: readonly (readonly Candidate[])[],
  corner: readonly number[],
  tolerance: number,
): readonly Candidate[] | null {
  // note: rates are fractions of small numbers; a difference of exactly the tolerance must not fail by rounding.
  const slack = 1e-12;
  const chosen: Candidate[] = [];
  for (const candidates of groups) {
    let best: Candidate | null = null;
    for (const candidate of candidates) {
      const fits = candidate.rates.every((rate, at) => {
        const low = corner[at] ?? 0;
        return rate >= low - slack && rate <= low + tolerance + slack;
      });
      if (fits && candidate.right > (best?.right ?? -1)) best = candidate;
    }
    if (best === null) return null;
    chosen.push(best);
  }
  return chosen;
}

function largestDifference(chosen: readonly Candidate[]): number {
  const rates = chosen[0]?.rates.map((_, at) => chosen.map((each) => each.rates[at] ?? 0)) ?? [];
  return Math.max(...rates.map((values) => Math.max(...values) - Math.min(...values)));
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Midway between neighbouring scores, below all and above all; the last selects no row. */
function candidatesOf(
  { scores, isPositive }: ScoredGroup,
  constraint: ThresholdsConfig['constraint'],
): Candidate[] {
  const order = Array.from(scores, (score, row) => ({
    score,
    isPositive: isPositive[row] ?? false,
  }));
  order.sort((a, b) => b.score - a.score);
  const positives = order.filter((row) => row.isPositive).length;
  const negatives = order.length - positives;
  const all: Candidate[] = [];
  let [hits, alarms] = [0, 0];
  for (let selected = 0; selected <= order.length; selected++) {
    const above = order[selected - 1];
    const below = order[selected];
    if (above !== undefined) {
      if (above.isPositive) hits += 1;
      else alarms += 1;
    }
    if (above !== undefined && above.score === below?.score) continue;
    all.push({
      threshold: ((above?.score ?? 1) + (below?.score ?? 0)) / 2,
      right: hits + negatives - alarms,
      rates:
        constraint === 'demographic-parity'
          ? [selected / order.length]
          : [hits / positives, alarms / negatives],
    });
  }
  const stride = Math.max(1, all.length / mostCandidates[constraint]);
  // note: the last one, which selects every row, makes sure that there are thresholds.
  return all.filter(
    (_, at) => Math.floor(at / stride) !== Math.floor((at - 1) / stride) || at === all.length - 1,
  );
}

import { binomialTail, fisherExact } from '../../data/statistics/exactTests';
import { rateDetectable } from '../counterfactuals/changeChecks';
import type { Withheld } from '../counterfactuals/versionsSubject';
import { shareDetectable } from '../statistics/detectable';
import { fewestJudged } from '../statistics/fewestJudged';
import { usualRange } from '../statistics/hypergeometric';
import { differenceInterval, wilson } from '../statistics/intervals';
import type { Bounded } from '../statistics/intervals';
import type { MeasuredCheck } from '../statistics/judge';
import type { Outcomes } from './outcomes';

/** Right cases among some. */
export interface Tally {
  readonly right: number;
  readonly of: number;
}

export function tallyOf({ isRight }: Outcomes, cases: readonly number[]): Tally {
  let right = 0;
  for (const at of cases) right += isRight[at] ?? 0;
  return { right, of: cases.length };
}

export function boundedAccuracy({ right, of }: Tally): Bounded {
  const [low, high] = wilson(right / of, of);
  return { value: right / of, low, high };
}

/** The accuracy of a group in one functionality against that of the other groups: Wilson, Newcombe and Fisher's exact test. */
export function groupCheck(
  outcomes: Outcomes,
  groups: ReadonlyMap<string, readonly number[]>,
  {
    variant,
    group,
    gate,
  }: { readonly variant: string; readonly group: string; readonly gate: Withheld },
): MeasuredCheck {
  const cases = groups.get(group) ?? [];
  const own = tallyOf(outcomes, cases);
  const rest = tallyOf(outcomes, othersOf(groups, group));
  const [value, other] = [boundedAccuracy(own), boundedAccuracy(rest)];
  const [low, high] = differenceInterval(value, other);
  const [all, marked] = [own.of + rest.of, own.right + rest.right];
  const band = usualRange({ rows: all, marked, drawn: own.of });
  const withheld = gate ?? tooFewCases(Math.min(own.of, rest.of));
  return {
    ...{ id: outcomes.suite.id, variant, metric: 'accuracy', group, reference: 'rest', ...value },
    disparity: { value: value.value - other.value, low, high },
    pValue:
      withheld === null
        ? fisherExact(own.right, own.of - own.right, rest.right, rest.of - rest.right)
        : null,
    detectableAt: shareDetectable({ n: own.of, others: rest.of, share: marked / all }),
    ...{ n: own.of, nullBand: [band[0] / own.of, band[1] / own.of] },
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: outcomes.mistakes(cases),
    // Of two groups the first tells all about the second.
    test: `${outcomes.suite.id}|${variant}|${groups.size === 2 ? '' : group}`,
  };
}

/** How often a functionality fails, where it names fewer than two groups: is it surely more often than delta? */
export function failureCheck(
  outcomes: Outcomes,
  cases: readonly number[],
  {
    variant,
    gate,
    delta,
  }: { readonly variant: string; readonly gate: Withheld; readonly delta: number },
): MeasuredCheck {
  const { right, of } = tallyOf(outcomes, cases);
  const value = boundedAccuracy({ right: of - right, of });
  const withheld = gate ?? tooFewCases(of);
  return {
    ...{ id: outcomes.suite.id, variant, metric: 'failure-rate', group: null, reference: null },
    ...{ ...value, disparity: value, n: of, nullBand: null },
    pValue: withheld === null ? binomialTail(of - right, of, delta) : null,
    detectableAt: rateDetectable(of, delta),
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: outcomes.mistakes(cases),
  };
}

export function othersOf(
  groups: ReadonlyMap<string, readonly number[]>,
  group: string,
): readonly number[] {
  return [...groups].flatMap(([name, cases]) => (name === group ? [] : cases));
}

export function tooFewCases(count: number): Withheld {
  if (count >= fewestJudged) return null;
  return {
    withheld: 'not-enough-data',
    reason: `The group, or what it is compared with, has fewer than ${fewestJudged} rows.`,
  };
}

import { seededNumbers } from '../../data/seededNumbers';
import type { AuditOptions } from '../auditOptions';
import type { Withheld } from '../counterfactuals/versionsSubject';
import { normalDetectable } from '../statistics/detectable';
import { drawMarked } from '../statistics/hypergeometric';
import { differenceInterval } from '../statistics/intervals';
import type { MeasuredCheck } from '../statistics/judge';
import { usualZ } from '../statistics/normalQuantile';
import type { Pace } from '../statistics/pace';
import { permutationTest } from '../statistics/permutationTest';
import { boundedAccuracy, othersOf, tallyOf, tooFewCases } from './functionalityChecks';
import type { Tally } from './functionalityChecks';
import type { Outcomes } from './outcomes';

interface Stratum {
  readonly own: Tally;
  readonly rest: Tally;
  /** Mantel and Haenszel's, adding up to 1. */
  readonly weight: number;
}

/**
 * The accuracy of a group against the others over all functionalities: the difference within each, averaged with the weights of Mantel and
 * Haenszel. Its interval combines Newcombe's of the functionalities (MOVER), its p-value shuffles groups within them.
 */
export async function overallCheck(
  outcomes: Outcomes,
  functionalities: readonly ReadonlyMap<string, readonly number[]>[],
  options: AuditOptions & { readonly group: string; readonly gate: Withheld; readonly pace: Pace },
): Promise<MeasuredCheck> {
  const { group, gate, permutations, seed, pace } = options;
  const strata = strataOf(outcomes, functionalities, group);
  const cases = functionalities.flatMap((groups) => groups.get(group) ?? []);
  const own = boundedAccuracy(tallyOf(outcomes, cases));
  let [value, below, above, rest] = [0, 0, 0, 0];
  for (const { own: mine, rest: theirs, weight } of strata) {
    const [a, b] = [boundedAccuracy(mine), boundedAccuracy(theirs)];
    const [low, high] = differenceInterval(a, b);
    const difference = a.value - b.value;
    value += weight * difference;
    below += (weight * (difference - low)) ** 2;
    above += (weight * (high - difference)) ** 2;
    rest += theirs.of;
  }
  const [low, high] = [value - Math.sqrt(below), value + Math.sqrt(above)];
  const withheld = gate ?? tooFewCases(Math.min(cases.length, rest));
  const tested =
    withheld === null ? await shuffledGroups(strata, value, { permutations, seed, pace }) : null;
  return {
    ...{ id: outcomes.suite.id, variant: 'all-functionalities', metric: 'accuracy', group },
    ...{ reference: 'rest', ...own, disparity: { value, low, high } },
    ...{ pValue: tested?.pValue ?? null, n: cases.length },
    detectableAt: normalDetectable((high - low) / 2 / usualZ),
    nullBand:
      tested === null ? null : [own.value - value - tested.usual, own.value - value + tested.usual],
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    rows: outcomes.mistakes(cases),
    ...(new Set(functionalities.flatMap((groups) => [...groups.keys()])).size === 2
      ? { test: `${outcomes.suite.id}|all-functionalities` }
      : {}),
  };
}

function strataOf(
  outcomes: Outcomes,
  functionalities: readonly ReadonlyMap<string, readonly number[]>[],
  group: string,
): Stratum[] {
  const strata = functionalities.flatMap((groups) => {
    const own = tallyOf(outcomes, groups.get(group) ?? []);
    const rest = tallyOf(outcomes, othersOf(groups, group));
    if (own.of === 0 || rest.of === 0) return [];
    return [{ own, rest, weight: (own.of * rest.of) / (own.of + rest.of) }];
  });
  const total = strata.reduce((sum, { weight }) => sum + weight, 0);
  return strata.map((stratum) => ({ ...stratum, weight: stratum.weight / total }));
}

async function shuffledGroups(
  strata: readonly Stratum[],
  value: number,
  {
    permutations,
    seed,
    pace,
  }: { readonly permutations: number; readonly seed: number; readonly pace: Pace },
): Promise<{ readonly pValue: number; readonly usual: number }> {
  const next = seededNumbers(seed);
  const draw = (statistics: Float64Array): void => {
    let difference = 0;
    for (const { own, rest, weight } of strata) {
      const right = own.right + rest.right;
      const drawn = drawMarked({ rows: own.of + rest.of, marked: right, drawn: own.of }, next);
      difference += weight * (drawn / own.of - (right - drawn) / rest.of);
    }
    statistics[0] = Math.abs(difference);
  };
  const [tested] = await permutationTest([Math.abs(value)], draw, { permutations, pace });
  return { pValue: tested?.pValue ?? 1, usual: tested?.usual ?? NaN };
}

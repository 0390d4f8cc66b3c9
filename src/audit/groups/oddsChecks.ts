import { seededNumbers } from '../../data/seededNumbers';
import { normalDetectable, permutationDetectable } from '../statistics/detectable';
import { markedDrawer } from '../statistics/hypergeometric';
import { differenceInterval } from '../statistics/intervals';
import { startPermutations } from '../statistics/permutationTest';
import { rowsForVerdict, tooFewOf } from './enoughRows';
import type { GapSubject, NullOptions } from './gapChecks';
import type { GroupCheck } from './groupCheck';
import { testName } from './rateChecks';
import { boundedShare, independentShare, rateRows, restOf, totalOf } from './rates';
import type { RateName, Share } from './rates';

const odds: readonly RateName[] = ['true-positive-rate', 'false-positive-rate'];

/**
 * AIF360's average odds difference of every group against the rest: the mean of the differences of the true and the false positive rate,
 * signed. Its permutations shuffle groups within each true label.
 */
export async function averageOddsChecks(
  subject: GapSubject,
  options: NullOptions,
): Promise<GroupCheck[]> {
  const checks: GroupCheck[] = [];
  const next = seededNumbers(options.seed);
  for (const group of subject.set.names.keys()) {
    const parts = partsOf(subject, group);
    if (parts !== null)
      checks.push(await averageOddsCheck(group, parts, subject, { ...options, next }));
  }
  return checks;
}

interface Part {
  readonly name: RateName;
  readonly own: Share;
  readonly rest: Share;
}

function partsOf({ rates }: GapSubject, group: number): Part[] | null {
  const parts = odds.flatMap((name) => {
    const counts = rates.get(name);
    return counts === undefined
      ? []
      : [{ name, own: totalOf(counts, [group]), rest: restOf(counts, group) }];
  });
  return parts.length === odds.length ? parts : null;
}

async function averageOddsCheck(
  group: number,
  parts: readonly Part[],
  { set, variant, gate }: GapSubject,
  { permutations, most, pace, next }: NullOptions & { readonly next: () => number },
): Promise<GroupCheck> {
  const withheld =
    gate ??
    tooFewOf(
      parts.flatMap(({ name, own, rest }) => [
        { who: 'own', size: own, rows: rateRows[name] },
        { who: 'rest', size: rest, rows: rateRows[name] },
      ]),
    );
  const figure = parts.some(({ own, rest }) => own.of === 0 || rest.of === 0)
    ? null
    : meanDifference(parts);
  const drawn = parts.map((part) => {
    const [a, b] = [independentShare(part.own), independentShare(part.rest)];
    const marked = a.counted + b.counted;
    const draw = markedDrawer({ rows: a.of + b.of, marked, drawn: a.of }, next);
    return { own: a.of, rest: b.of, marked, draw };
  });
  const [tested] =
    withheld !== null || figure === null
      ? []
      : await startPermutations(
          [Math.abs(figure.value)],
          (statistics) => {
            let sum = 0;
            for (const { own, rest, marked, draw } of drawn) {
              const count = draw();
              sum += count / own - (marked - count) / rest;
            }
            statistics[0] = Math.abs(sum) / parts.length;
          },
          { permutations, pace },
        );
  const metric = 'average-odds-difference';
  return {
    ...{ id: set.id, variant, metric, group: set.names[group] ?? '', reference: 'rest' },
    ...{ value: figure?.value ?? null, low: figure?.low ?? null, high: figure?.high ?? null },
    disparity: figure,
    ...(tested === undefined ? { pValue: null } : { pValue: tested.pValue, sampled: tested }),
    n: parts.reduce((sum, { own }) => sum + own.of, 0),
    detectableAt: permutationDetectable(normalDetectable(standardError(parts)), most),
    nullBand: tested === undefined ? null : [-tested.usual, tested.usual],
    withheld: withheld?.withheld ?? null,
    ...(withheld === null ? {} : { reason: withheld.reason }),
    ...rowsForVerdict(
      parts[0]?.own.inAll ?? { rows: 0, clusters: 0 },
      parts.flatMap(({ own, rest }) => [own, rest]),
    ),
    rows: [],
    test: testName(set, { name: metric, variant, group }),
  };
}

function meanDifference(parts: readonly Part[]): { value: number; low: number; high: number } {
  let [sum, below, above] = [0, 0, 0];
  for (const { own, rest } of parts) {
    const [a, b] = [boundedShare(own), boundedShare(rest)];
    const [low, high] = differenceInterval(a, b);
    const difference = a.value - b.value;
    sum += difference;
    below += (difference - low) ** 2;
    above += (high - difference) ** 2;
  }
  const value = sum / parts.length;
  return {
    value,
    low: value - Math.sqrt(below) / parts.length,
    high: value + Math.sqrt(above) / parts.length,
  };
}

/** When there is no difference. */
function standardError(parts: readonly Part[]): number {
  const variances = parts.map(({ own, rest }) => {
    const share = (own.counted + rest.counted) / (own.of + rest.of);
    return share * (1 - share) * (1 / own.effective + 1 / rest.effective);
  });
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0)) / parts.length;
}

import type { AuditCheck } from '../../src/protocol/audit';
import type { Plant } from '../../test/unit/audit/plants';
import { equalGroups, raisesAlarm, simulatedAudit } from '../../test/unit/audit/simulation';
import type { Population } from '../../test/unit/audit/simulation';
import { groupPopulations } from './groupNulls';
import { shareOf } from './tally';

interface Asked {
  readonly metric: string;
  /** Of the first group, or over all groups. */
  readonly of: 'group' | 'all';
  readonly part?: string;
  readonly kind: Plant['kind'];
}

/** Every figure that states a detectable disparity, with a way to plant one. */
const asked: readonly Asked[] = [
  { metric: 'selection-rate', of: 'group', kind: 'selection-rate' },
  { metric: 'disparate-impact', of: 'group', kind: 'selection-rate' },
  { metric: 'demographic-parity-difference', of: 'all', kind: 'selection-rate' },
  { metric: 'demographic-parity-ratio', of: 'all', kind: 'selection-rate' },
  { metric: 'true-positive-rate', of: 'group', kind: 'true-positive-rate' },
  { metric: 'false-negative-rate', of: 'group', kind: 'true-positive-rate' },
  { metric: 'equal-opportunity-difference', of: 'all', kind: 'true-positive-rate' },
  { metric: 'equal-opportunity-ratio', of: 'all', kind: 'true-positive-rate' },
  { metric: 'false-positive-rate', of: 'group', kind: 'false-positive-rate' },
  { metric: 'predictive-equality-difference', of: 'all', kind: 'false-positive-rate' },
  {
    ...{ metric: 'equalized-odds-difference', of: 'all', part: 'worst-case' },
    kind: 'true-positive-rate',
  },
  {
    ...{ metric: 'equalized-odds-difference', of: 'all', part: 'worst-case' },
    kind: 'false-positive-rate',
  },
  { metric: 'equalized-odds-difference', of: 'all', part: 'mean', kind: 'both-rates' },
  { metric: 'equalized-odds-ratio', of: 'all', kind: 'false-positive-rate' },
  { metric: 'average-odds-difference', of: 'group', kind: 'false-positive-rate' },
  { metric: 'positive-predictive-value', of: 'group', kind: 'labels-of-selected' },
  { metric: 'predictive-parity-difference', of: 'all', kind: 'labels-of-selected' },
  { metric: 'accuracy', of: 'group', kind: 'accuracy' },
  { metric: 'accuracy-difference', of: 'all', kind: 'accuracy' },
  { metric: 'auc', of: 'group', kind: 'scores-of-others' },
  { metric: 'auc-difference', of: 'all', kind: 'scores-of-others' },
  { metric: 'bpsn-auc', of: 'group', kind: 'negatives-higher' },
  { metric: 'bnsp-auc', of: 'group', kind: 'positives-lower' },
  { metric: 'calibration-gap', of: 'group', kind: 'labels-rarer' },
  { metric: 'expected-calibration-error', of: 'group', kind: 'labels-at-random' },
];

function isAsked({ metric, of, part }: Asked, check: AuditCheck): boolean {
  return (
    check.metric === metric &&
    check.group === (of === 'group' ? 'group0' : null) &&
    (part === undefined || check.variant.includes(`/${part}`))
  );
}

/** The figure among those of the group or, where some groups are too small, over the larger ones. */
function found(checks: readonly AuditCheck[], about: Asked): AuditCheck | undefined {
  return checks.find((check) => isAsked(about, check) && check.pValue !== null);
}

const pilots = 10;
const strengths = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.8, 1];
/** Rows of each of two groups in which the size of a plant is measured. */
const manyRows = 20_000;
/** Where its mean over data sets of the population is the size: so many, that it is known to about 2 %. Of 30 it was known to 6 %. */
const measuredSets = 200;

/**
 * Plants in the first group what every figure says it would detect, or shares of it.
 * @param metrics the figures looked at; null for all
 */
export async function groupPower(
  name: string,
  {
    sets,
    after,
    metrics,
    shares,
  }: {
    readonly sets: number;
    /** Seeds of the data sets are those that follow it. */
    readonly after: number;
    readonly metrics: readonly string[] | null;
    readonly shares: readonly number[];
  },
): Promise<void> {
  const population = groupPopulations[name];
  if (population === undefined) return;
  const nothing: AuditCheck[][] = [];
  for (let seed = 1; seed <= pilots; seed += 1)
    nothing.push(await simulatedAudit(population, 1e6 + after + seed));
  const sizes = sizesOfPlants(population);
  for (const about of asked) {
    const { metric, part = '', kind } = about;
    if (metrics?.includes(metric) === false) continue;
    const stated = mean(nothing.flatMap((checks) => found(checks, about)?.detectable ?? []));
    const title = `${name}: ${metric} ${part} (${kind})`;
    if (Number.isNaN(stated)) {
      console.log(`${title} states no detectable size`);
      continue;
    }
    for (const share of shares) {
      const size = share * stated;
      const strength = await sizes(about, size);
      const words = `${title}, ${share} times the stated ${stated.toFixed(3)}`;
      if (strength === null) console.log(`${words} cannot be planted`);
      else {
        const planted = { ...population, plant: { kind, strength } };
        console.log(`${words} ${await powerOf(planted, about, { sets, after, size })}`);
      }
    }
  }
}

async function powerOf(
  planted: Population,
  about: Asked,
  { sets, after, size }: { readonly sets: number; readonly after: number; readonly size: number },
): Promise<string> {
  let [byItself, byAny, missed, inIt] = [0, 0, 0, 0];
  for (let seed = 1; seed <= sets; seed += 1) {
    const checks = await simulatedAudit(planted, 2e6 + after + seed);
    const check = found(checks, about);
    if (check !== undefined) inIt += 1;
    if (check?.verdict === 'disparity') byItself += 1;
    if (raisesAlarm(checks)) byAny += 1;
    const { value = 0, low = NaN, high = NaN } = check?.disparity ?? {};
    const truth = Math.sign(value) * size;
    if (!(low <= truth && truth <= high)) missed += 1;
  }
  return `is found in ${shareOf(byItself, sets)}, by any check in ${((100 * byAny) / sets).toFixed(0)} %; tested in ${((100 * inIt) / sets).toFixed(0)} %; interval without it in ${shareOf(missed, sets)}`;
}

/** How strong a plant must be for a figure to be so large; null where none is strong enough. */
function sizesOfPlants(
  population: Population,
): (about: Asked, size: number) => Promise<number | null> {
  const audits = new Map<string, AuditCheck[][]>();
  // Calibration errors depend on the number of rows: theirs is measured in data sets of the population itself.
  const audited = (kind: Plant['kind'], strength: number, isSmall: boolean) =>
    isSmall
      ? Promise.all(
          Array.from({ length: measuredSets }, (_, seed) =>
            simulatedAudit({ ...population, plant: { kind, strength } }, 3e6 + seed, few),
          ),
        )
      : simulatedAudit(
          {
            ...{ sizes: equalGroups(2, manyRows), selected: population.selected },
            plant: { kind, strength },
          },
          1,
          few,
        ).then((checks) => [checks]);
  return async (about, size) => {
    const isSmall = about.metric === 'expected-calibration-error';
    let [before, sizeBefore] = [0, 0];
    for (const strength of strengths) {
      const key = `${about.kind} ${strength} ${isSmall}`;
      const known = audits.get(key) ?? (await audited(about.kind, strength, isSmall));
      audits.set(key, known);
      const reached = Math.abs(
        mean(
          known.flatMap(
            (checks) => checks.find((each) => isAsked(about, each))?.disparity?.value ?? [],
          ),
        ),
      );
      if (reached >= size && strength > 0)
        return before + ((strength - before) * (size - sizeBefore)) / (reached - sizeBefore);
      [before, sizeBefore] = [strength, reached];
    }
    return null;
  };
}

const few = { permutations: 50, resamples: 20 };

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

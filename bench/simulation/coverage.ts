import type { Plant } from '../../test/unit/audit/plants';
import { equalGroups, simulatedAudit } from '../../test/unit/audit/simulation';
import { shareOf } from './tally';

/** What may be the matter with the first group, or nothing. */
const plants: readonly (Plant | null)[] = [
  null,
  { kind: 'negatives-higher', strength: 0.15 },
  { kind: 'positives-lower', strength: 0.15 },
  { kind: 'labels-at-random', strength: 0.3 },
  { kind: 'scores-of-others', strength: 0.3 },
];

/** Rows of each of two groups in which the truth is measured. */
const manyRows = 200_000;
/** Intervals of figures need neither permutations nor resamples. */
const few = { permutations: 20, resamples: 20 };

/**
 * How often the 95 % interval of a figure of the first group leaves out what the figure is in a very large population.
 * @param rows of each of seven groups
 */
export async function intervalCoverage(
  rows: number,
  selected: number,
  sets: number,
): Promise<void> {
  for (const plant of plants) {
    const planted = plant === null ? {} : { plant };
    const truths = new Map<string, number | null>();
    for (const { group, metric, value } of await simulatedAudit(
      { sizes: equalGroups(2, manyRows), selected, ...planted },
      1,
      few,
    ))
      if (group === 'group0') truths.set(metric, value);
    const tallies = new Map<string, { of: number; missed: number; width: number }>();
    for (let seed = 1; seed <= sets; seed += 1) {
      const population = { sizes: equalGroups(7, rows), selected, ...planted };
      for (const { group, metric, low, high } of await simulatedAudit(
        population,
        4e6 + seed,
        few,
      )) {
        const truth = truths.get(metric);
        if (group !== 'group0' || low === null || high === null || truth == null) continue;
        const tally = tallies.get(metric) ?? { of: 0, missed: 0, width: 0 };
        tallies.set(metric, tally);
        tally.of += 1;
        tally.width += high - low;
        if (truth < low || truth > high) tally.missed += 1;
      }
    }
    const what = plant === null ? 'nothing planted' : `${plant.kind} ${plant.strength}`;
    console.log(`7 x ${rows} rows, ${selected} selected, ${what}, ${sets} sets:`);
    for (const [metric, { of, missed, width }] of tallies)
      console.log(
        `  ${metric}: truth ${(truths.get(metric) ?? NaN).toFixed(3)}, interval without it in ${shareOf(missed, of)}, mean width ${(width / of).toFixed(3)}`,
      );
  }
}

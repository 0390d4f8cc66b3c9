import { usualAuditOptions } from '../../src/audit/auditOptions';
import { calibrationChanges } from '../../src/audit/changes/calibrationChanges';
import { calibrationError } from '../../src/audit/groups/calibration';
import { inOrder, pairedScoring } from '../../src/audit/changes/pairedScoring';
import { Pace } from '../../src/audit/statistics/pace';
import { twoScorings, unlikeModels } from '../../test/unit/audit/twoScorings';
import { shareOf } from './tally';

/** Rows of the group, and how many of them one author has, by the name that --only knows. */
export const calibrationPopulations: Readonly<
  Record<string, { readonly rows: number; readonly inOne: number }>
> = {
  'calibration-60': { rows: 60, inOne: 1 },
  'calibration-250': { rows: 250, inOne: 1 },
  'calibration-1000': { rows: 1_000, inOne: 1 },
  'calibration-authors': { rows: 600, inOne: 10 },
};

/** Rows in which the truth is measured. */
const manyRows = 300_000;

/** How often the change of a calibration error is found, and how often its interval leaves out that of a very large population. */
export async function calibrationCoverage(name: string, sets: number): Promise<void> {
  const population = calibrationPopulations[name];
  if (population === undefined) return;
  for (const [kind, scores] of Object.entries(unlikeModels)) {
    const many = twoScorings({ rows: manyRows, inOne: 1 }, scores, 1);
    const { before, after } = pairedScoring(many, null, () => true);
    const truth = calibrationError(inOrder(after)) - calibrationError(inOrder(before));
    const tally = { judged: 0, found: 0, missed: 0, width: 0, mean: 0 };
    for (let seed = 1; seed <= sets; seed += 1) {
      const rows = twoScorings(population, scores, 1_000 + seed);
      const groupOf = new Int32Array(population.rows);
      const set = {
        names: ['all'],
        id: 'group/all',
        sizes: [population.rows],
        note: null,
      } as const;
      const options = { ...usualAuditOptions, seed, pace: new Pace({}) };
      const [change] = await calibrationChanges({ ...set, groupOf }, rows, options);
      if (change === undefined || change.pValue === null) continue;
      const { value, low, high, pValue } = change;
      if (value === null || low === null || high === null) continue;
      tally.judged += 1;
      tally.mean += value;
      tally.width += high - low;
      if (pValue <= 0.05) tally.found += 1;
      if (truth < low || truth > high) tally.missed += 1;
    }
    const { judged, found, missed, mean, width } = tally;
    console.log(
      `${name}, ${kind}: true change ${truth.toFixed(3)}, observed ${(mean / judged).toFixed(3)} on average; p <= .05 in ${shareOf(found, judged)}, interval without the truth in ${shareOf(missed, judged)} of ${judged}, mean width ${(width / judged).toFixed(3)}`,
    );
  }
}

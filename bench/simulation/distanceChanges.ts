import { usualAuditOptions } from '../../src/audit/auditOptions';
import { groupChanges } from '../../src/audit/changes/groupChanges';
import { drawNormal } from '../../src/audit/statistics/drawNormal';
import { seededNumbers } from '../../src/data/seededNumbers';
import { yesNoRows } from '../../test/unit/audit/scored';
import { shareOf } from './tally';

/** Rows of each of seven groups, by the name that --only knows. */
export const distancePopulations: Readonly<Record<string, number>> = {
  'distance-60': 60,
  'distance-250': 250,
};

/** By how much either model's log-odds of the first group are higher than those of all others. */
const shifts: readonly (readonly [before: number, after: number])[] = [
  [0, 0],
  [0, 1.5],
  [1.5, 0],
  [1.5, 1.5],
  [1.5, 3],
  [-1.5, 1.5],
];

const few = { permutations: 500, resamples: 500 };
/** Rows in which the truth is measured. */
const manyRows = 1_000_000;

interface Truth {
  readonly metric: string;
  readonly group: string | null;
  readonly change: number;
}

/**
 * How often the change of a selection rate's distance from the rest, and of the gaps over all groups that it is part of, is found, and how
 * often its interval leaves out the truth.
 */
export async function distanceCoverage(name: string, sets: number): Promise<void> {
  const rows = distancePopulations[name] ?? 0;
  for (const shift of shifts) {
    const truths = trueChanges(shift);
    const tallies = truths.map(() => ({ judged: 0, found: 0, both: 0, missed: 0, width: 0 }));
    for (let seed = 1; seed <= sets; seed += 1) {
      const { before, after, who } = answers(rows, shift, seed);
      const changes = await groupChanges(before, after, [{ name: 'who', values: who }], {
        ...{ ...usualAuditOptions, ...few, seed, positive: null },
      });
      for (const [place, truth] of truths.entries()) {
        const tally = tallies[place];
        const change = changes.find(
          ({ metric, group }) => metric === truth.metric && group === truth.group,
        );
        if (change === undefined || tally === undefined) continue;
        const { low, high, pValue } = change;
        if (low === null || high === null || pValue === null) continue;
        tally.judged += 1;
        tally.width += high - low;
        if (pValue <= 0.05) tally.found += 1;
        if (pValue <= 0.05 && (low > 0 || high < 0)) tally.both += 1;
        if (truth.change < low || truth.change > high) tally.missed += 1;
      }
    }
    for (const [place, { judged, found, both, missed, width }] of tallies.entries()) {
      const { metric = '', change = NaN } = truths[place] ?? {};
      console.log(
        `${name}, log-odds ${shift.join(', then ')} higher, ${metric}: true change ${change.toFixed(3)}; p <= .05 in ${shareOf(found, judged)}, with an interval without 0 in ${shareOf(both, judged)}; interval without the truth in ${shareOf(missed, judged)}, mean width ${(width / judged).toFixed(3)}`,
      );
    }
  }
}

/** Half of all others are selected. */
function trueChanges([before, after]: readonly [number, number]): Truth[] {
  const next = seededNumbers(1);
  let [old, young] = [0, 0];
  for (let row = 0; row < manyRows; row += 1) {
    const logit = 3 * drawNormal(next);
    if (logit + before + drawNormal(next) > 0) old += 1;
    if (logit + after + drawNormal(next) > 0) young += 1;
  }
  const distance = (count: number): number => Math.abs(count / manyRows - 0.5);
  const ratio = (count: number): number =>
    Math.min(count / manyRows, 0.5) / Math.max(count / manyRows, 0.5);
  const change = distance(young) - distance(old);
  return [
    { metric: 'selection-rate', group: 'group0', change },
    { metric: 'demographic-parity-difference', group: null, change },
    { metric: 'demographic-parity-ratio', group: null, change: ratio(old) - ratio(young) },
  ];
}

function answers(rows: number, shift: readonly [number, number], seed: number) {
  const next = seededNumbers(seed);
  const score = (logit: number): number => 1 / (1 + Math.exp(-logit));
  const [who, gold, old, young]: [string[], number[], number[], number[]] = [[], [], [], []];
  for (let group = 0; group < 7; group += 1)
    for (let row = 0; row < rows; row += 1) {
      const logit = 3 * drawNormal(next);
      who.push(`group${group}`);
      gold.push(next() < score(logit) ? 1 : 0);
      old.push(score(logit + drawNormal(next) + (group === 0 ? shift[0] : 0)));
      young.push(score(logit + drawNormal(next) + (group === 0 ? shift[1] : 0)));
    }
  return { before: yesNoRows(gold, old), after: yesNoRows(gold, young), who };
}

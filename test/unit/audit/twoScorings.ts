import type { PairedScores } from '../../../src/audit/changes/areaChanges';
import { labelRows, predictions } from '../../../src/audit/groups/labelRows';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { seededNumbers } from '../../../src/data/seededNumbers';
import { yesNoRows } from './scored';

/** The log-odds that two models give a row whose true log-odds are known. */
export type TwoModels = (
  logit: number,
  next: () => number,
) => readonly [before: number, after: number];

/** Pairs of models; of the first the calibration error is the same. */
export const unlikeModels: Readonly<Record<string, TwoModels>> = {
  alike: (logit, next) => [logit + drawNormal(next), logit + drawNormal(next)],
  overconfident: (logit) => [logit, 1.8 * logit],
  'overconfident and noisier': (logit, next) => [
    logit + 0.5 * drawNormal(next),
    2 * (logit + drawNormal(next)),
  ],
  shifted: (logit, next) => [logit + 0.5 * drawNormal(next), logit + 0.7 + 0.5 * drawNormal(next)],
};

/** Rows of authors that two models score; rows of one author share half of their log-odds, and half of their labels' chance. */
export function twoScorings(
  { rows, inOne }: { readonly rows: number; readonly inOne: number },
  models: TwoModels,
  seed: number,
): PairedScores & { readonly gold: readonly number[] } {
  const next = seededNumbers(seed);
  const [gold, before, after]: [number[], number[], number[]] = [[], [], []];
  const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));
  let author = { logit: 0, chance: 0 };
  for (let row = 0; row < rows; row += 1) {
    if (row % inOne === 0) author = { logit: drawNormal(next), chance: next() };
    const own = drawNormal(next);
    const logit = 2.5 * (inOne === 1 ? own : Math.SQRT1_2 * (author.logit + own));
    const chance = inOne > 1 && next() < 0.5 ? author.chance : next();
    gold.push(chance < probability(logit) ? 1 : 0);
    const [first, second] = models(logit, next);
    before.push(probability(first));
    after.push(probability(second));
  }
  const ofYes = (scores: readonly number[]) => {
    const scored = yesNoRows(gold, scores);
    return labelRows(scored, predictions(scored), 1);
  };
  const clusterOf = inOne === 1 ? null : Int32Array.from(gold, (_, row) => row - (row % inOne));
  return { before: ofYes(before), after: ofYes(after), clusterOf, gold };
}

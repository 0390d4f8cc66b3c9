import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { auditGroups } from '../../../src/audit/groups/auditGroups';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { judgeChecks } from '../../../src/audit/statistics/judge';
import { normalQuantile } from '../../../src/audit/statistics/normalQuantile';
import type { AuditCheck } from '../../../src/protocol/audit';
import { seededNumbers } from '../../../src/data/seededNumbers';
import { yesNoRows } from './scored';

/** A population of groups in which the same model does the same to everybody, but for what is planted in the first group. */
export interface Population {
  readonly groups: number;
  readonly rowsPerGroup: number;
  /** Share of the rows that are selected. */
  readonly selected: number;
  readonly plant: Plant | null;
}

/** Answers of the first group that are turned around, so that a rate moves by `size` towards a half. */
export interface Plant {
  readonly metric: 'selection-rate' | 'true-positive-rate' | 'false-positive-rate' | 'accuracy';
  readonly size: number;
}

/** Spread of the log-odds: the model is right in about five cases of six. */
const spread = 3;

/** One audit of a data set drawn from the population. */
export async function simulatedAudit(
  { groups, rowsPerGroup, selected, plant }: Population,
  seed: number,
): Promise<AuditCheck[]> {
  const next = seededNumbers(seed);
  // A score above a half has the probability `selected`; labels follow the scores, so these are calibrated.
  const middle = -spread * normalQuantile(selected);
  const values: string[] = [];
  const gold: number[] = [];
  const scores: number[] = [];
  const turn = plant === null ? null : turner(plant, baseRates(selected));
  for (let group = 0; group < groups; group += 1)
    for (let row = 0; row < rowsPerGroup; row += 1) {
      const score = 1 / (1 + Math.exp(-(middle + spread * drawNormal(next))));
      const label = next() < score ? 1 : 0;
      const isTurned = group === 0 && turn !== null && next() < turn(label, score);
      values.push(`group${group}`);
      gold.push(label);
      scores.push(isTurned ? 1 - score : score);
    }
  const columns = [{ name: 'who', values }];
  const options = { ...usualAuditOptions, resamples: 500, seed, positive: null };
  const { checks } = await auditGroups(yesNoRows(gold, scores), columns, options);
  return judgeChecks(checks, options);
}

/** Probability that a row's answer is turned around. */
function turner(
  { metric, size }: Plant,
  rates: Readonly<Record<Plant['metric'], number>>,
): (label: number, score: number) => number {
  const rate = rates[metric];
  // Of the share p (or 1 - p) on the larger side so many are turned that it shrinks by `size`.
  const turned = size / Math.max(rate, 1 - rate);
  const isCounted = (label: number, isSelected: boolean): boolean => {
    switch (metric) {
      case 'selection-rate':
      case 'true-positive-rate':
      case 'false-positive-rate':
        return isSelected;
      case 'accuracy':
        return isSelected === (label === 1);
    }
  };
  return (label, score) => {
    if (metric === 'true-positive-rate' && label === 0) return 0;
    if (metric === 'false-positive-rate' && label === 1) return 0;
    return isCounted(label, score > 0.5) === rate > 0.5 ? turned : 0;
  };
}

const known = new Map<number, Readonly<Record<Plant['metric'], number>>>();

/** Rates of the model, from a million rows. */
function baseRates(selected: number): Readonly<Record<Plant['metric'], number>> {
  const found = known.get(selected);
  if (found !== undefined) return found;
  const next = seededNumbers(1);
  const middle = -spread * normalQuantile(selected);
  let [positives, negatives, truePositives, falsePositives] = [0, 0, 0, 0];
  for (let row = 0; row < 1e6; row += 1) {
    const score = 1 / (1 + Math.exp(-(middle + spread * drawNormal(next))));
    const isSelected = Number(score > 0.5);
    if (next() < score) {
      positives += 1;
      truePositives += isSelected;
    } else {
      negatives += 1;
      falsePositives += isSelected;
    }
  }
  const rates = {
    'selection-rate': (truePositives + falsePositives) / 1e6,
    'true-positive-rate': truePositives / positives,
    'false-positive-rate': falsePositives / negatives,
    accuracy: (truePositives + negatives - falsePositives) / 1e6,
  };
  known.set(selected, rates);
  return rates;
}

/** Whether any figure of the report is called a disparity. */
export function raisesAlarm(checks: readonly AuditCheck[]): boolean {
  return checks.some(({ verdict }) => verdict === 'disparity');
}

/** Whether the least selected group is selected less than four fifths as often as the most selected one. */
export function breaksFourFifths(checks: readonly AuditCheck[]): boolean {
  return (valueOf(checks, 'demographic-parity-ratio') ?? 1) < 0.8;
}

export function valueOf(checks: readonly AuditCheck[], metric: string): number | null | undefined {
  return checks.find((check) => check.metric === metric && check.group === null)?.value;
}

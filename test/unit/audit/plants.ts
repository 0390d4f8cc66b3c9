import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { normalQuantile } from '../../../src/audit/statistics/normalQuantile';
import { seededNumbers } from '../../../src/data/seededNumbers';
import { spread } from './simulation';

/**
 * What is done to the first group. `strength` runs from 0, nothing, to 1; of the four rates it is the distance by which they move towards
 * a half, where a difference is hardest to see.
 */
export interface Plant {
  readonly kind:
    | 'selection-rate'
    | 'true-positive-rate'
    | 'false-positive-rate'
    | 'accuracy'
    | 'both-rates'
    | 'labels-of-selected'
    | 'scores-of-others'
    | 'negatives-higher'
    | 'positives-lower'
    | 'labels-rarer'
    | 'labels-at-random';
  readonly strength: number;
}

/** A row as the model sees it. */
interface Drawn {
  readonly logit: number;
  readonly label: number;
}

type Turn = (row: Drawn, next: () => number) => Drawn;

type Rate = 'selection-rate' | 'true-positive-rate' | 'false-positive-rate' | 'accuracy';

export function turnOf({ kind, strength }: Plant, selected: number): Turn {
  const rates = baseRates(selected);
  const middle = -spread * normalQuantile(selected);
  switch (kind) {
    case 'selection-rate':
    case 'true-positive-rate':
    case 'false-positive-rate':
    case 'accuracy':
      return turnedAnswers(kind, rates[kind], strength);
    case 'both-rates': {
      const [found, alarms] = (['true-positive-rate', 'false-positive-rate'] as const).map((rate) =>
        turnedAnswers(rate, rates[rate], strength),
      ) as [Turn, Turn];
      return (row, next) => (row.label === 1 ? found : alarms)(row, next);
    }
    case 'labels-of-selected':
      return (row, next) =>
        row.logit > 0 && row.label === 1 && next() < strength ? { ...row, label: 0 } : row;
    case 'scores-of-others':
      return (row, next) =>
        next() < strength ? { ...row, logit: middle + spread * drawNormal(next) } : row;
    case 'negatives-higher':
      return (row) => ({
        ...row,
        logit: row.logit + (row.label === 0 ? 4 * spread * strength : 0),
      });
    case 'positives-lower':
      return (row) => ({
        ...row,
        logit: row.logit - (row.label === 1 ? 4 * spread * strength : 0),
      });
    case 'labels-rarer':
      return (row, next) => (row.label === 1 && next() < strength ? { ...row, label: 0 } : row);
    case 'labels-at-random':
      return (row, next) => (next() < strength ? { ...row, label: next() < 0.5 ? 1 : 0 } : row);
  }
}

/** Turns so many answers around that the rate moves by `size` towards a half. */
function turnedAnswers(kind: Rate, rate: number, size: number): Turn {
  // Of the share p (or 1 - p) on the larger side so many are turned that it shrinks by `size`.
  const turned = size / Math.max(rate, 1 - rate);
  return (row, next) => {
    if (kind === 'true-positive-rate' && row.label === 0) return row;
    if (kind === 'false-positive-rate' && row.label === 1) return row;
    const isSelected = row.logit > 0;
    const isCounted = kind === 'accuracy' ? isSelected === (row.label === 1) : isSelected;
    return isCounted === rate > 0.5 && next() < turned ? { ...row, logit: -row.logit } : row;
  };
}

const known = new Map<number, Readonly<Record<Rate, number>>>();

/** Rates of the model, from a million rows. */
function baseRates(selected: number): Readonly<Record<Rate, number>> {
  const found = known.get(selected);
  if (found !== undefined) return found;
  const next = seededNumbers(1);
  const middle = -spread * normalQuantile(selected);
  let [positives, negatives, truePositives, falsePositives] = [0, 0, 0, 0];
  for (let row = 0; row < 1e6; row += 1) {
    const logit = middle + spread * drawNormal(next);
    const isSelected = Number(logit > 0);
    if (next() < 1 / (1 + Math.exp(-logit))) {
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

import { wilson } from './intervals';
import type { Bounded } from './intervals';

export interface Competence extends Bounded {
  /** The lower bound of the interval must exceed it. */
  readonly floor: number;
  readonly isEnough: boolean;
}

/** Share of the way from chance to perfect that a model must surely have gone. */
const floorShare = 0.1;

/**
 * Whether a classifier is good enough to say anything of its fairness: its balanced accuracy, the mean over labels of the share of
 * their rows that it gets right, against what the majority class and chance reach, 1 / labels. An interval's lower bound must lie above
 * that by a tenth of the way to 1, or its errors are noise that hits every group alike.
 * @param right, rows by label; labels without rows count for nothing
 * @returns null with fewer than two labels that have rows
 */
export function competenceOf(right: ArrayLike<number>, rows: ArrayLike<number>): Competence | null {
  let [labels, sum, below, above] = [0, 0, 0, 0];
  for (let label = 0; label < rows.length; label += 1) {
    const count = rows[label] ?? 0;
    if (count === 0) continue;
    const recall = (right[label] ?? 0) / count;
    const [low, high] = wilson(recall, count);
    labels += 1;
    sum += recall;
    below += (recall - low) ** 2;
    above += (high - recall) ** 2;
  }
  if (labels < 2) return null;
  const value = sum / labels;
  const low = value - Math.sqrt(below) / labels;
  const chance = 1 / labels;
  const floor = chance + floorShare * (1 - chance);
  return { value, low, high: value + Math.sqrt(above) / labels, floor, isEnough: low > floor };
}

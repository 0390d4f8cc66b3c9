import { datasetThresholds } from './dataset/datasetThresholds';
import type { Thresholds } from './rule';

/** A number that a user may set. */
export interface Threshold {
  readonly standard: number;
  readonly minimum: number;
  readonly maximum: number;
  /** One line for people. */
  readonly help: string;
}

/** Every number that rules go by, under the name they ask for it. A test holds the editor's settings equal. */
export const thresholds = {
  typeMajority: {
    standard: 0.8,
    minimum: 0.5,
    maximum: 1,
    help: 'Share of the rows whose values of a column have one type; the others are findings (L-FMT-06).',
  },
  ...datasetThresholds,
} as const satisfies Readonly<Record<string, Threshold>>;

export type ThresholdName = keyof typeof thresholds;

/** The defaults, with what the user set. */
export function thresholdsWith(set: Readonly<Partial<Record<ThresholdName, number>>>): Thresholds {
  const standard = Object.entries(thresholds).map(([name, { standard }]) => [name, standard]);
  return { ...(Object.fromEntries(standard) as Record<string, number>), ...set };
}

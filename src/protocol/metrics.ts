const averages = ['macro', 'micro', 'weighted'] as const;
const averaged = ['precision', 'recall', 'f1'] as const;

type Averaged = `${(typeof averaged)[number]}-${(typeof averages)[number]}`;

/** The metrics a classification run can be asked for. */
export type MetricId = 'loss' | 'accuracy' | Averaged;

export const metricIds: readonly MetricId[] = [
  'loss',
  'accuracy',
  ...averaged.flatMap((name) => averages.map((average): Averaged => `${name}-${average}`)),
];

/** Loss is better when lower, everything else when higher. */
export function isBetter(metric: MetricId, candidate: number, best: number): boolean {
  return metric === 'loss' ? candidate < best : candidate > best;
}

/** How differently groups fare, at every evaluation of a run; see src/trainer/mitigation/disparities.ts. */
export const disparityMetrics = [
  'demographic-parity-difference',
  'equalized-odds-difference',
] as const;

export type DisparityMetric = (typeof disparityMetrics)[number];

/** A disparity in an evaluation line: of the groups of a column, or of an axis. */
export type DisparityKey = `${DisparityMetric}/${string}`;

export function isDisparityKey(key: string): key is DisparityKey {
  return disparityMetrics.some((metric) => key.startsWith(`${metric}/`));
}

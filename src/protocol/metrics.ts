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

import type { EvaluationLine, MetricLine, TrainLine } from '../protocol/run';
import type { MetricId } from '../protocol/metrics';

/** Where a run stands, from its last points. */
export interface Progress {
  /** The last optimiser step; 0 before the first. */
  readonly step: number;
  /** From 0 to 1; null while the total is unknown. */
  readonly share: number | null;
  readonly loss: number | null;
  readonly tokensPerSecond: number | null;
  /** Never negative, whatever the clock did; null before two points are known. */
  readonly secondsLeft: number | null;
  /** The figures of the last evaluation. */
  readonly metrics: Readonly<Partial<Record<MetricId, number | null>>>;
}

/** Steps whose mean pace tells the time left: long enough to even out buckets of different length. */
const paceSteps = 50;

/** @param lines the last lines of metrics.jsonl, in order */
export function progressOf(lines: readonly MetricLine[], totalSteps: number | null): Progress {
  const train = lines.filter((line): line is TrainLine => line.split === 'train');
  const last = train.at(-1);
  const step = last?.step ?? lines.at(-1)?.step ?? 0;
  const pace = secondsPerStep(train);
  return {
    step,
    share: totalSteps === null || totalSteps === 0 ? null : Math.min(1, step / totalSteps),
    loss: last?.loss ?? null,
    tokensPerSecond: last?.tokensPerSecond ?? null,
    secondsLeft: totalSteps === null || pace === null ? null : (totalSteps - step) * pace,
    metrics: metricsOf(lines.findLast((line) => line.split === 'validation')),
  };
}

const places = new Set(['step', 'epoch', 'time', 'split']);

/** Only the metric values of an evaluation line. */
export function metricsOf(line: EvaluationLine | undefined): Progress['metrics'] {
  if (line === undefined) return {};
  return Object.fromEntries(Object.entries(line).filter(([key]) => !places.has(key)));
}

/** The median would ignore evaluations and checkpoints, which take time too; so the mean. */
function secondsPerStep(train: readonly TrainLine[]): number | null {
  const recent = train.slice(-paceSteps);
  const [first, last] = [recent[0], recent.at(-1)];
  if (first === undefined || last === undefined || last.step <= first.step) return null;
  return Math.max(0, (last.time - first.time) / (last.step - first.step));
}

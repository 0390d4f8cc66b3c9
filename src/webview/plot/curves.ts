import type { DisparityKey, MetricId } from '../../protocol/metrics';
import { isDisparityKey, metricIds } from '../../protocol/metrics';
import type { EvaluationLine, MetricLine, TrainLine } from '../../protocol/run';

/** What the x axis of every chart counts. */
export type XAxis = 'step' | 'epoch' | 'time';

export type TrainQuantity = (typeof trainQuantities)[number];

const trainQuantities = [
  'loss',
  'counterfactualGap',
  'adversaryLoss',
  'learningRate',
  'gradientNorm',
  'tokensPerSecond',
] as const;

/** Where points stand on each axis, ascending; `time` is seconds since 1970. */
export type Positions = Record<XAxis, number[]>;

/** The points of one run by column; NaN where a value is missing or not finite. */
export interface Curves {
  readonly train: Positions & Record<TrainQuantity, number[]>;
  readonly evaluation: Positions & { readonly metrics: Map<MetricId | DisparityKey, number[]> };
  /** Seconds since 1970 of the first line: zero of the time axis. */
  origin: number | null;
}

/** Curves of a run before its first point. */
export function emptyCurves(): Curves {
  return {
    train: {
      step: [],
      epoch: [],
      time: [],
      loss: [],
      counterfactualGap: [],
      adversaryLoss: [],
      learningRate: [],
      gradientNorm: [],
      tokensPerSecond: [],
    },
    evaluation: { step: [], epoch: [], time: [], metrics: new Map() },
    origin: null,
  };
}

/**
 * Appends lines in place. A line whose step is already there means that the run was cut back to a
 * checkpoint: everything from that step on gives way to it.
 */
export function appendLines(curves: Curves, lines: readonly MetricLine[]): void {
  for (const line of lines) {
    curves.origin = Math.min(curves.origin ?? line.time, line.time);
    if (line.split === 'train') appendTrain(curves, line);
    else appendEvaluation(curves, line);
  }
}

/** Shown positions: steps and epochs as they are, time as seconds since the first line. */
export function positionsOn(curves: Curves, part: 'train' | 'evaluation', axis: XAxis): number[] {
  const positions = curves[part][axis];
  const origin = curves.origin ?? 0;
  return axis === 'time' ? positions.map((time) => time - origin) : positions;
}

/** The newest step with a point; null before the first. */
export function lastStep(curves: Curves): number | null {
  return curves.train.step.at(-1) ?? curves.evaluation.step.at(-1) ?? null;
}

function appendTrain(curves: Curves, line: TrainLine): void {
  const { train } = curves;
  if (line.step <= (train.step.at(-1) ?? -Infinity)) cutBack(curves, line.step);
  pushPosition(train, line);
  for (const quantity of trainQuantities) train[quantity].push(finite(line[quantity]));
}

function appendEvaluation({ evaluation }: Curves, line: EvaluationLine): void {
  const { metrics } = evaluation;
  if (line.step <= (evaluation.step.at(-1) ?? -Infinity)) cutEvaluation(evaluation, line.step);
  const nBefore = evaluation.step.length;
  pushPosition(evaluation, line);
  const disparities = [...Object.keys(line), ...metrics.keys()].filter(isDisparityKey);
  for (const metric of [...metricIds, ...new Set(disparities)]) {
    const known = metrics.get(metric);
    if (known === undefined && line[metric] === undefined) continue;
    const values = known ?? new Array<number>(nBefore).fill(NaN);
    values.push(finite(line[metric]));
    metrics.set(metric, values);
  }
}

function cutBack(curves: Curves, step: number): void {
  const { train } = curves;
  const keep = countBelow(train.step, step);
  for (const column of [...axesOf(train), ...trainQuantities.map((name) => train[name])]) {
    column.length = keep;
  }
  cutEvaluation(curves.evaluation, step);
}

function cutEvaluation(evaluation: Curves['evaluation'], step: number): void {
  const keep = countBelow(evaluation.step, step);
  for (const column of [...axesOf(evaluation), ...evaluation.metrics.values()]) {
    column.length = Math.min(column.length, keep);
  }
}

function axesOf(positions: Positions): number[][] {
  return [positions.step, positions.epoch, positions.time];
}

function pushPosition(target: Positions, line: MetricLine): void {
  target.step.push(line.step);
  target.epoch.push(line.epoch);
  target.time.push(line.time);
}

function countBelow(steps: readonly number[], step: number): number {
  const first = steps.findIndex((known) => known >= step);
  return first === -1 ? steps.length : first;
}

/** note: JSON carries NaN and infinities as null. */
function finite(value: number | null | undefined): number {
  return value ?? NaN;
}

import type { DisparityKey, MetricId } from '../../protocol/metrics';
import { isDisparityKey, metricIds } from '../../protocol/metrics';
import type { RunEvent } from '../../protocol/run';
import { formatMetric, formatNumber, formatThousands } from '../../protocol/formatNumber';
import { disparityName, metricName } from '../metricNames';
import { convertPosition } from './axisConversion';
import type { TrainQuantity, XAxis } from './curves';
import { positionsOn } from './curves';
import type { Points } from './downsample';
import type { PlottedRun } from './plottedRun';
import { nearest } from './search';
import { smooth } from './smoothing';

/** Faint: raw training values; solid: their smoothed course; dashed with points: validation. */
export type Look = 'faint' | 'solid' | 'dashed';

export interface ChartSeries {
  readonly key: string;
  readonly run: PlottedRun;
  /** What it shows, without the run's name: "train", "train, smoothed", "validation". */
  readonly label: string;
  readonly look: Look;
  readonly points: Points;
}

/** A place on a curve worth a sign. */
export type Mark =
  | {
      readonly type: 'best';
      readonly x: number;
      readonly y: number;
      readonly run: PlottedRun;
      readonly words: string;
    }
  | {
      readonly type: 'checkpoint';
      readonly x: number;
      readonly run: PlottedRun;
      readonly words: string;
    }
  | {
      readonly type: 'event';
      readonly x: number;
      readonly event: RunEvent;
      readonly run: PlottedRun;
      readonly words: string;
    };

export interface ChartModel {
  readonly id: string;
  readonly title: string;
  /** How to read it, where the title does not say it all. */
  readonly hint?: string;
  readonly scale: 'linear' | 'log';
  readonly format: (value: number) => string;
  readonly series: readonly ChartSeries[];
  readonly marks: readonly Mark[];
}

export interface PlotChoices {
  readonly axis: XAxis;
  /** Weight of the moving average, from 0 to below 1. */
  readonly smoothing: number;
  readonly isLog: boolean;
}

/** What one run's points look like on the chosen axis; computed once for all charts. */
interface PlacedRun {
  readonly run: PlottedRun;
  readonly trainX: number[];
  readonly evaluationX: number[];
}

/** The charts of a page in their order: loss, disparities between groups, what
 * mitigations follow, metrics, learning rate, gradient norm, throughput. */
export function chartModels(runs: readonly PlottedRun[], choices: PlotChoices): ChartModel[] {
  const placed = runs.map((run) => ({
    run,
    trainX: positionsOn(run.curves, 'train', choices.axis),
    evaluationX: positionsOn(run.curves, 'evaluation', choices.axis),
  }));
  const shared = placed.flatMap((each) => [...checkpointMarks(each), ...eventMarks(each)]);
  const train = (quantity: TrainQuantity, smoothing: number): ChartSeries[] =>
    placed.flatMap((each) => trainSeries(each, quantity, smoothing));
  const evaluated = (metric: MetricId | DisparityKey): ChartSeries[] =>
    placed.flatMap((each) => evaluationSeries(each, metric));
  const bestOf = (metric: MetricId): Mark[] => placed.flatMap((each) => bestMarks(each, metric));
  const scale = choices.isLog ? 'log' : 'linear';
  const models: ChartModel[] = [
    {
      id: 'loss',
      title: 'Loss',
      scale,
      format: formatNumber,
      series: [...train('loss', choices.smoothing), ...evaluated('loss')],
      marks: [...shared, ...bestOf('loss')],
    },
    ...disparityKeys(runs).map((key): ChartModel => ({
      id: key,
      title: disparityName(key),
      hint: 'On the validation rows, without an interval: an audit says whether it is a disparity. 0 means that all groups are treated alike.',
      scale: 'linear',
      format: formatMetric,
      series: evaluated(key),
      marks: shared,
    })),
    {
      id: 'counterfactualGap',
      title: 'Counterfactual gap, logits',
      hint: 'How far the logits of rows and their swaps are apart: 0 means that the answer does not depend on whom a row is about.',
      scale,
      format: formatNumber,
      series: train('counterfactualGap', choices.smoothing),
      marks: shared,
    },
    {
      id: 'adversaryLoss',
      title: 'Loss of the adversary, nats',
      hint: 'Its cross-entropy in telling the groups: near the logarithm of their number (.693 for two) it can only guess. Lower means that the encoder still shows them.',
      scale,
      format: formatNumber,
      series: train('adversaryLoss', choices.smoothing),
      marks: shared,
    },
    ...metricIds
      .filter((metric) => metric !== 'loss')
      .map((metric): ChartModel => ({
        id: metric,
        title: metricName(metric),
        scale: 'linear',
        format: formatMetric,
        series: evaluated(metric),
        marks: [...shared, ...bestOf(metric)],
      })),
    {
      id: 'learningRate',
      title: 'Learning rate',
      scale,
      format: formatNumber,
      series: train('learningRate', 0),
      marks: shared,
    },
    {
      id: 'gradientNorm',
      title: 'Gradient norm',
      scale,
      format: formatNumber,
      series: train('gradientNorm', choices.smoothing),
      marks: shared,
    },
    {
      id: 'tokensPerSecond',
      title: 'Throughput, tokens/s',
      scale: 'linear',
      format: formatThousands,
      series: train('tokensPerSecond', choices.smoothing),
      marks: shared,
    },
  ];
  return models.filter(({ series }) => series.length > 0);
}

/** The disparities that any of the runs follows, in the order in which they are met. */
function disparityKeys(runs: readonly PlottedRun[]): DisparityKey[] {
  const keys = runs.flatMap(({ curves }) => [...curves.evaluation.metrics.keys()]);
  return [...new Set(keys.filter(isDisparityKey))];
}

/** The x range that holds every point of these runs; null before the first point. */
export function fullRange(models: readonly ChartModel[]): [number, number] | null {
  let from = Infinity;
  let to = -Infinity;
  for (const { series } of models) {
    for (const { points } of series) {
      from = Math.min(from, points.x[0] ?? Infinity);
      to = Math.max(to, points.x.at(-1) ?? -Infinity);
    }
  }
  if (from > to) return null;
  return from === to ? [from - 0.5, to + 0.5] : [from, to];
}

function trainSeries(
  { run, trainX }: PlacedRun,
  quantity: TrainQuantity,
  smoothing: number,
): ChartSeries[] {
  const y = run.curves.train[quantity];
  // note: most runs have no such quantity, and those that have it may lack it at some steps.
  if (!y.some(Number.isFinite)) return [];
  const raw: ChartSeries = {
    key: `${run.id}/${quantity}/raw`,
    run,
    label: smoothing > 0 ? 'train, each step' : 'train',
    look: smoothing > 0 ? 'faint' : 'solid',
    points: { x: trainX, y },
  };
  if (smoothing <= 0) return [raw];
  const smoothed: ChartSeries = {
    key: `${run.id}/${quantity}/smooth`,
    run,
    label: 'train, smoothed',
    look: 'solid',
    points: { x: trainX, y: smooth(y, smoothing) },
  };
  return [raw, smoothed];
}

function evaluationSeries(
  { run, evaluationX }: PlacedRun,
  metric: MetricId | DisparityKey,
): ChartSeries[] {
  const y = run.curves.evaluation.metrics.get(metric);
  if (y === undefined || y.length === 0) return [];
  return [
    {
      key: `${run.id}/${metric}/validation`,
      run,
      label: 'validation',
      look: 'dashed',
      points: { x: evaluationX.slice(0, y.length), y },
    },
  ];
}

function bestMarks({ run, evaluationX }: PlacedRun, metric: MetricId): Mark[] {
  const { best, curves } = run;
  if (best?.metric !== metric) return [];
  const index = nearest(curves.evaluation.step, best.step);
  const x = evaluationX[index];
  if (x === undefined) return [];
  const words = `Best ${metricName(metric)} ${formatMetric(best.value)} at step ${best.step}`;
  return [{ type: 'best', x, y: best.value, run, words }];
}

function checkpointMarks({ run, trainX }: PlacedRun): Mark[] {
  return run.checkpoints.flatMap((step): Mark[] => {
    const x = convertPosition(run.curves.train.step, trainX, step);
    return x === null ? [] : [{ type: 'checkpoint', x, run, words: `Checkpoint at step ${step}` }];
  });
}

function eventMarks({ run, trainX }: PlacedRun): Mark[] {
  return run.events
    .filter(({ type }) => type !== 'checkpoint')
    .flatMap((event): Mark[] => {
      const x = convertPosition(run.curves.train.step, trainX, event.step);
      return x === null ? [] : [{ type: 'event', x, event, run, words: event.message }];
    });
}

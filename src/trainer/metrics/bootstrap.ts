import { seededNumbers } from '../../data/seededNumbers';
import { metricIds } from '../../protocol/metrics';
import type { MetricId } from '../../protocol/metrics';
import { confusionMatrix } from './classCounts';
import type { ClassCounts } from './classCounts';
import { mean, metricsFromCounts } from './classificationMetrics';

/** Fixed, so that the same answers give the same intervals wherever they are computed. */
export const bootstrapSeed = 42;
const resamples = 1_000;
/** Up to here rows are drawn one by one; beyond, counts are drawn whole, which takes the same time for any size. */
const mostDrawnRows = 20_000;

export type Interval = readonly [low: number, high: number];

interface Rows {
  /** int32 [rows] */
  readonly gold: Int32Array;
  /** int32 [rows] */
  readonly predicted: Int32Array;
  /** [rows] */
  readonly losses: Float64Array;
  readonly labelCount: number;
}

/**
 * 95 % percentile-bootstrap intervals of every metric: rows are drawn with replacement, the metric is computed again,
 * and the 2.5 and 97.5 percentiles of 1,000 such values are the bounds. The same rows and seed give the same bounds.
 * @returns null for no rows
 */
export function bootstrapIntervals(
  rows: Rows,
  seed: number,
): Readonly<Record<MetricId, Interval>> | null {
  const count = rows.gold.length;
  if (count === 0) return null;
  const next = seededNumbers(seed);
  const resample = count <= mostDrawnRows ? drawRows(rows, next) : drawCounts(rows, next);
  const values = new Map(metricIds.map((id) => [id, new Float64Array(resamples)]));
  for (let index = 0; index < resamples; index += 1) {
    const { counts, loss } = resample();
    const metrics = metricsFromCounts(counts, loss);
    for (const [id, drawn] of values) drawn[index] = metrics[id] ?? 0;
  }
  const intervals = [...values].map(([id, drawn]): [MetricId, Interval] => {
    const sorted = drawn.sort();
    return [id, [percentile(sorted, 0.025), percentile(sorted, 0.975)]];
  });
  return Object.fromEntries(intervals) as Record<MetricId, Interval>;
}

type Resample = () => { readonly counts: ClassCounts; readonly loss: number };

function drawRows({ gold, predicted, losses, labelCount }: Rows, next: () => number): Resample {
  const rows = gold.length;
  const counts = emptyCounts(rows, labelCount);
  return () => {
    clear(counts);
    let loss = 0;
    for (let draw = 0; draw < rows; draw += 1) {
      const row = Math.floor(next() * rows);
      add(counts, gold[row] ?? 0, predicted[row] ?? 0, 1);
      loss += losses[row] ?? 0;
    }
    return { counts, loss: loss / rows };
  };
}

/**
 * The number of rows of each (label, prediction) pair is multinomial: one binomial draw a pair. The mean loss of so
 * many rows is normal.
 */
function drawCounts(rows: Rows, next: () => number): Resample {
  const { gold, predicted, losses, labelCount } = rows;
  const count = gold.length;
  const cells = confusionMatrix(gold, predicted, labelCount)
    .flatMap((row, truth) => row.map((number, answer) => ({ truth, answer, number })))
    .filter(({ number }) => number > 0);
  const lossMean = mean(losses) ?? 0;
  let squares = 0;
  for (const loss of losses) squares += (loss - lossMean) ** 2;
  const lossDeviation = Math.sqrt(squares) / count;
  const counts = emptyCounts(count, labelCount);
  return () => {
    clear(counts);
    let undrawn = count;
    let unseen = count;
    for (const { truth, answer, number } of cells) {
      const drawn = binomial(undrawn, number / unseen, next);
      add(counts, truth, answer, drawn);
      undrawn -= drawn;
      unseen -= number;
    }
    return { counts, loss: lossMean + lossDeviation * normal(next) };
  };
}

function emptyCounts(rows: number, labelCount: number): ClassCounts {
  return {
    rows,
    support: new Float64Array(labelCount),
    predicted: new Float64Array(labelCount),
    right: new Float64Array(labelCount),
  };
}

function clear({ support, predicted, right }: ClassCounts): void {
  support.fill(0);
  predicted.fill(0);
  right.fill(0);
}

function add(
  { support, predicted, right }: ClassCounts,
  truth: number,
  answer: number,
  times: number,
): void {
  support[truth] = (support[truth] ?? 0) + times;
  predicted[answer] = (predicted[answer] ?? 0) + times;
  if (truth === answer) right[truth] = (right[truth] ?? 0) + times;
}

/** Successes of n trials: exact by waiting times where few are expected, else the normal approximation. */
function binomial(n: number, p: number, next: () => number): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(n, 1 - p, next);
  const expected = n * p;
  if (expected > 50) {
    const drawn = Math.round(expected + Math.sqrt(expected * (1 - p)) * normal(next));
    return Math.max(0, Math.min(n, drawn));
  }
  const logMiss = Math.log1p(-p);
  let successes = 0;
  let trial = 0;
  for (;;) {
    trial += Math.floor(Math.log(1 - next()) / logMiss) + 1;
    if (trial > n) return successes;
    successes += 1;
  }
}

/** Standard normal (Box-Muller). */
function normal(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** Linear between neighbours, as numpy does it. */
function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? 0;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? 0;
  return low + (high - low) * (place - below);
}

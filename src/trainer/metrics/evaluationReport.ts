import type { Examples } from '../../data/loadExamples';
import { metricIds } from '../../protocol/metrics';
import type {
  EvaluationOutcomes,
  EvaluationReport,
  Figure,
  WorstRow,
} from '../../protocol/reports';
import type { Split } from '../../protocol/run';
import type { Task } from '../../protocol/runConfig';
import { bootstrapIntervals } from './bootstrap';
import { confusionMatrix, countClasses } from './classCounts';
import { mean, metricsFromCounts, perClassFigures } from './classificationMetrics';
import { readLogits } from './readLogits';
import type { Answers } from './readLogits';

/** Wrong answers shown with their text. */
const worstRows = 100;
/** Answers are kept row by row up to here: beyond, the report would be larger than is worth keeping. */
const mostOutcomes = 100_000;

export interface Evaluated {
  readonly task: Task;
  /** Names in the order of their ids. */
  readonly labels: readonly string[];
  readonly examples: Pick<Examples, 'path' | 'texts' | 'rows' | 'lines'>;
  /** int32 [rows] */
  readonly gold: Int32Array;
  /** float32 [rows, labels], in the order of `examples` */
  readonly logits: Float32Array;
  readonly split: Split | null;
  readonly data: { readonly path: string; readonly hash: string };
  readonly model: string;
  /** Of the bootstrap; the same seed gives the same intervals. */
  readonly seed: number;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/**
 * All that an evaluation says: every metric with its 95 % interval, figures per label, the confusion matrix, the most
 * confident mistakes and each row's answer. @throws UserError when a logit is not finite
 */
export function evaluationReport(evaluated: Evaluated): EvaluationReport {
  const { task, labels, examples, gold, logits, split, data, model, createdAt } = evaluated;
  const labelCount = labels.length;
  const answers = readLogits(logits, labelCount, gold);
  const counts = countClasses(gold, answers.predicted, labelCount);
  const figures = perClassFigures(counts);
  const outcomes = outcomesOf(examples, gold, answers);
  return {
    task,
    rows: gold.length,
    metrics: figuresOf(evaluated, answers),
    perClass: Object.fromEntries(labels.map((label, id) => [label, figures[id] ?? emptyClass])),
    confusionMatrix: { labels, counts: confusionMatrix(gold, answers.predicted, labelCount) },
    worst: worstOf(evaluated, answers),
    ...(outcomes === null ? {} : { outcomes }),
    split,
    data,
    model,
    createdAt,
  };
}

const emptyClass = { precision: null, recall: null, f1: null, support: 0 };

function figuresOf(
  { gold, labels, seed }: Evaluated,
  { predicted, losses }: Answers,
): EvaluationReport['metrics'] {
  const labelCount = labels.length;
  const values = metricsFromCounts(countClasses(gold, predicted, labelCount), mean(losses));
  const intervals = bootstrapIntervals({ gold, predicted, losses, labelCount }, seed);
  return Object.fromEntries(
    metricIds.map((id): [string, Figure] => {
      const value = values[id];
      const interval = intervals?.[id];
      return value === null || interval === undefined
        ? [id, { value: null, low: null, high: null, reason: 'there are no rows' }]
        : [id, { value, low: interval[0], high: interval[1] }];
    }),
  );
}

function worstOf(
  { gold, labels, examples }: Evaluated,
  { predicted, confidence }: Answers,
): WorstRow[] {
  const wrong: number[] = [];
  for (let row = 0; row < gold.length; row += 1) if (gold[row] !== predicted[row]) wrong.push(row);
  wrong.sort((a, b) => (confidence[b] ?? 0) - (confidence[a] ?? 0) || a - b);
  return wrong.slice(0, worstRows).map((row) => ({
    row: examples.rows[row] ?? row + 1,
    path: examples.path,
    line: examples.lines[row] ?? 1,
    text: examples.texts[row] ?? '',
    gold: labels[gold[row] ?? 0] ?? '',
    prediction: labels[predicted[row] ?? 0] ?? '',
    confidence: confidence[row] ?? 0,
  }));
}

function outcomesOf(
  { rows, lines }: Evaluated['examples'],
  gold: Int32Array,
  { predicted }: Answers,
): EvaluationOutcomes | null {
  if (gold.length > mostOutcomes) return null;
  return { rows, lines, gold: [...gold], predicted: [...predicted] };
}

/** The report as it is kept on disk: indented, with lists of numbers on one line. */
export function evaluationReportJson(report: EvaluationReport): string {
  // note: a line break inside a JSON string is escaped, so only formatting can match.
  const json = JSON.stringify(report, null, 2).replaceAll(
    /\[\n\s*(-?\d[^[\]{}"]*?)\n\s*\]/g,
    (_, inner: string) => `[${inner.replaceAll(/\s*\n\s*/g, ' ')}]`,
  );
  return `${json}\n`;
}

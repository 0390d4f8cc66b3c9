import type { ClassFigures, EvaluationReport, Figure } from '../../protocol/reports';
import { countOf, formatCount, formatMetric, formatScore } from '../../protocol/formatNumber';
import { visible } from '../../protocol/visible';
import { table } from './table';

/** More labels than this make a matrix nobody reads on a terminal. */
const mostMatrixLabels = 12;

/** An evaluation as lines: metrics with intervals, a row a class, the confusion matrix. */
export function reportLines(report: EvaluationReport, width: number): string[] {
  const what = report.split === null ? '' : `${report.split} split, `;
  return [
    `${visible(report.data.path)}: ${what}${countOf(report.rows, 'row')}`,
    '',
    ...metricLines(report, width),
    '',
    ...classLines(report, width),
    '',
    ...matrixLines(report, width),
  ];
}

function metricLines({ metrics }: EvaluationReport, width: number): string[] {
  const columns = [
    { head: 'metric', align: 'left' },
    { head: 'value', align: 'right' },
    { head: '95 % interval', align: 'left' },
  ] as const;
  const rows = Object.entries(metrics).map(([id, value]) => [
    id,
    valueOf(id, value),
    intervalOf(id, value),
  ]);
  return table(columns, rows, width);
}

function valueOf(metric: string, { value }: Figure): string {
  return value === null ? 'undefined' : formatScore(metric, value);
}

function intervalOf(metric: string, { low, high, reason }: Figure): string {
  if (low === null || high === null) return reason ?? '';
  return `${formatScore(metric, low)} – ${formatScore(metric, high)}`;
}

function classLines({ perClass }: EvaluationReport, width: number): string[] {
  const columns = [
    { head: 'label', align: 'left', most: 32 },
    { head: 'precision', align: 'right' },
    { head: 'recall', align: 'right' },
    { head: 'f1', align: 'right' },
    { head: 'rows', align: 'right' },
  ] as const;
  const row = ([label, { precision, recall, f1, support }]: [string, ClassFigures]): string[] => [
    visible(label),
    formatMetric(precision),
    formatMetric(recall),
    formatMetric(f1),
    formatCount(support),
  ];
  return table(columns, Object.entries(perClass).map(row), width);
}

function matrixLines({ confusionMatrix }: EvaluationReport, width: number): string[] {
  const { labels, counts } = confusionMatrix;
  if (labels.length > mostMatrixLabels)
    return [`The confusion matrix of ${labels.length} labels stands in the report.`];
  const columns = [
    { head: 'true \\ predicted', align: 'left', most: 24 },
    ...labels.map((label) => ({ head: visible(label), align: 'right', most: 16 }) as const),
  ] as const;
  const rows = counts.map((row, index) => [visible(labels[index] ?? ''), ...row.map(formatCount)]);
  return table(columns, rows, width);
}

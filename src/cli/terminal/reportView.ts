import type { ClassFigures, EvaluationReport, Figure } from '../../protocol/reports';
import { count, figure, visible } from './format';
import { table } from './table';

/** More labels than this make a matrix nobody reads on a terminal. */
const mostMatrixLabels = 12;

/** An evaluation as lines: metrics with intervals, a row a class, the confusion matrix. */
export function reportLines(report: EvaluationReport, width: number): string[] {
  const what = report.split === null ? '' : `${report.split} split, `;
  return [
    `${visible(report.data.path)}: ${what}${count(report.rows)} rows`,
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
    valueOf(value),
    intervalOf(value),
  ]);
  return table(columns, rows, width);
}

function valueOf({ value }: Figure): string {
  return value === null ? 'undefined' : figure(value);
}

function intervalOf({ low, high, reason }: Figure): string {
  if (low === null || high === null) return reason ?? '';
  return `${figure(low)} – ${figure(high)}`;
}

function classLines({ perClass }: EvaluationReport, width: number): string[] {
  const columns = [
    { head: 'label', align: 'left', most: 32 },
    { head: 'precision', align: 'right' },
    { head: 'recall', align: 'right' },
    { head: 'f1', align: 'right' },
    { head: 'rows', align: 'right' },
  ] as const;
  const cell = (value: number | null): string => (value === null ? '–' : figure(value));
  const row = ([label, { precision, recall, f1, support }]: [string, ClassFigures]): string[] => [
    visible(label),
    cell(precision),
    cell(recall),
    cell(f1),
    count(support),
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
  const rows = counts.map((row, index) => [visible(labels[index] ?? ''), ...row.map(count)]);
  return table(columns, rows, width);
}

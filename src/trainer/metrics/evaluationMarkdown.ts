import path from 'node:path';
import { markdownTable } from '../../protocol/markdownTable';
import { metricIds } from '../../protocol/metrics';
import type { EvaluationReport, Figure } from '../../protocol/reports';

/** Mistakes listed in Markdown; the JSON form has more. */
const listedMistakes = 20;
/** Beyond this many labels a matrix is no longer read. */
const mostMatrixLabels = 20;

/** The content of a report as Markdown: tables that read well as plain text too. */
export function evaluationMarkdown(report: EvaluationReport): string {
  const { split, rows, data, model, createdAt } = report;
  const title = split === null ? 'Evaluation' : `Evaluation on the ${split} split`;
  const sections = [
    `# ${title}`,
    markdownTable(
      ['', ''],
      [
        ['Model', model],
        ['Data', data.path],
        ['SHA-256', data.hash],
        ['Rows', rows.toLocaleString('en-US')],
        ['Date', new Date(createdAt * 1000).toISOString().slice(0, 19).replace('T', ' ') + ' UTC'],
      ],
    ),
    '## Metrics',
    'With 95 % bootstrap intervals over the rows.',
    markdownTable(
      ['Metric', 'Value', '95 % interval'],
      metricIds.flatMap((id) => {
        const figure = report.metrics[id];
        return figure === undefined ? [] : [[id, ...figureCells(figure)]];
      }),
      ['left', 'right', 'right'],
    ),
    '## Labels',
    markdownTable(
      ['Label', 'Precision', 'Recall', 'F1', 'Rows'],
      Object.entries(report.perClass).map(([label, { precision, recall, f1, support, reason }]) => [
        reason === undefined ? label : `${label} (${reason})`,
        number(precision),
        number(recall),
        number(f1),
        String(support),
      ]),
      ['left', 'right', 'right', 'right', 'right'],
    ),
    ...matrixSection(report),
    ...mistakesSection(report),
  ];
  return `${sections.join('\n\n')}\n`;
}

function matrixSection({ confusionMatrix: { labels, counts } }: EvaluationReport): string[] {
  if (labels.length > mostMatrixLabels) return [];
  return [
    '## Confusion matrix',
    'A row per true label, a column per prediction.',
    markdownTable(
      ['', ...labels],
      labels.map((label, id) => [label, ...(counts[id] ?? []).map(String)]),
      ['left', ...labels.map(() => 'right' as const)],
    ),
  ];
}

function mistakesSection({ worst }: EvaluationReport): string[] {
  if (worst.length === 0) return [];
  return [
    '## Most confident mistakes',
    markdownTable(
      ['Place', 'Label', 'Prediction', 'Confidence', 'Text'],
      worst
        .slice(0, listedMistakes)
        .map(({ path: file, line, gold, prediction, confidence, text }) => [
          `${path.basename(file)}:${line}`,
          gold,
          prediction,
          number(confidence),
          text.length <= 160 ? text : `${text.slice(0, 159)}…`,
        ]),
      ['left', 'left', 'left', 'right', 'left'],
    ),
  ];
}

function figureCells({ value, low, high, reason }: Figure): string[] {
  if (value === null || low === null || high === null) return [number(value), reason ?? ''];
  return [number(value), `${number(low)} to ${number(high)}`];
}

function number(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}

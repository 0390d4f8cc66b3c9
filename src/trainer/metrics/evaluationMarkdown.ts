import path from 'node:path';
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
    table(
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
    table(
      ['Metric', 'Value', '95 % interval'],
      metricIds.flatMap((id) => {
        const figure = report.metrics[id];
        return figure === undefined ? [] : [[id, ...figureCells(figure)]];
      }),
      ['left', 'right', 'right'],
    ),
    '## Labels',
    table(
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
    table(
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
    table(
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

/** A Markdown table whose columns line up in the source as well. */
function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  sides: readonly ('left' | 'right')[] = [],
): string {
  const cells = [heads, ...rows].map((row) => row.map(escape));
  const widths = heads.map((_, column) =>
    Math.max(3, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const pad = (cell: string, column: number): string => {
    const width = widths[column] ?? 3;
    return sides[column] === 'right' ? cell.padStart(width) : cell.padEnd(width);
  };
  const print = (row: readonly string[]): string =>
    `| ${heads.map((_, column) => pad(row[column] ?? '', column)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  const rule = widths.map((width, column) =>
    sides[column] === 'right' ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [print(head), print(rule), ...body.map(print)].join('\n');
}

/** Text from data shows as it is: no markup, no links, no line of its own. */
function escape(cell: string): string {
  return cell
    .replaceAll(/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replaceAll(/[\\`*_[\]<>|#~&]/g, '\\$&')
    .trim();
}

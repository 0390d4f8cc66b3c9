import path from 'node:path';
import type { AuditCheck, AuditReport } from '../../protocol/audit';
import { intervalWords, metricWords, verdictWords } from '../../protocol/auditWords';
import { formatCount, formatPValue, plainNumber } from '../../protocol/formatNumber';
import { markdownTable, plainMarkdown } from '../../protocol/markdownTable';
import { variantPhrase } from '../../protocol/variantPhrase';
import { valueWords, whoWords } from './words';

/** More figures than this are no summary any more. */
const mostChecks = 40;

/**
 * The section of a model card (README.md of a model folder) that says what the audit found. It names files by their names
 * alone and quotes no rows, so that it can be published.
 */
export function modelCardSection(report: AuditReport): string {
  const { method, data, split, sources, checks, createdAt } = report;
  const shown = headlines(checks).slice(0, mostChecks);
  const date = new Date(createdAt * 1000).toISOString().slice(0, 10);
  const rows = data === null ? [] : [{ kind: 'data', path: data.path, hash: data.hash }];
  const files = [...rows, ...sources.filter(({ path: file }) => file !== data?.path)].map(
    ({ kind, path: file, hash }) =>
      `- ${kind}: ${plainMarkdown(path.basename(file))}${kind === 'data' && split !== null ? ` (${split})` : ''}, SHA-256 ${hash}`,
  );
  const left = checks.length - shown.length;
  const caveats = [...(report.baseNotes ?? []).map(({ text }) => text), ...report.caveats];
  return `${[
    '## Bias, risks and limitations',
    '### Bias audit',
    plainMarkdown(report.summary),
    markdownTable(
      ['Check', 'Metric', 'Of', 'Group', 'Value', '95 % interval', 'p', 'Rows', 'Verdict'],
      shown.map((check) => [
        check.id,
        metricWords(check.metric),
        variantPhrase(check.variant),
        whoWords(check),
        valueWords(check),
        intervalWords(check),
        formatPValue(check.adjustedPValue),
        formatCount(check.n),
        verdictWords[check.verdict],
      ]),
      ['left', 'left', 'left', 'left', 'right', 'left', 'right', 'right', 'left'],
    ),
    ...(left > 0 ? [`${formatCount(left)} further figures stand in the report.`] : []),
    `Audited on ${date} by finetune ${method.version}; p adjusted after Benjamini and Hochberg over ${formatCount(checks.filter(({ pValue }) => pValue !== null).length)} tests, margin ${plainNumber(method.delta)}, seed ${method.seed}. "None larger" means that the whole interval lies within the margin.`,
    ...(report.note === undefined ? [] : [plainMarkdown(report.note)]),
    ...(files.length === 0 ? [] : [files.join('\n')]),
    ...(caveats.length === 0
      ? []
      : [caveats.map((caveat) => `- ${plainMarkdown(caveat)}`).join('\n')]),
  ].join('\n\n')}\n`;
}

/** Disparities, then what compares all groups of a column, then checks of columns that have no such figure. */
function headlines(checks: readonly AuditCheck[]): AuditCheck[] {
  const compared = new Set(checks.filter(({ group }) => group === null).map(({ id }) => id));
  const found = checks.filter(({ verdict }) => verdict === 'disparity');
  const others = checks.filter(
    (check) => check.verdict !== 'disparity' && (check.group === null || !compared.has(check.id)),
  );
  return [...found, ...others];
}

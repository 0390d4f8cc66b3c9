import { verdicts, type AuditReport } from '../../protocol/audit';
import { auditExports } from '../../protocol/auditPage';
import type { AuditExport } from '../../protocol/auditPage';
import { unbrokenWords } from '../../protocol/auditWords';
import { countOf, formatCount, plainNumber } from '../../protocol/formatNumber';
import { thresholdsCaveat } from '../../protocol/thresholdsCaveat';
import { baseName } from '../baseName';
import { button, linkButton } from '../controls';
import { element } from '../element';
import { createMenuButton } from '../menuButton';
import { familyTitle, verdictInRow } from './auditWords';
import { unbroken } from '../unbroken';
import { markSample } from './dotMark';
import { verdictLooks } from './dotRow';
import type { DotLook } from './dotRow';

const exportWords: Readonly<Record<AuditExport, string>> = {
  markdown: 'Markdown',
  json: 'JSON',
  sarif: 'SARIF',
  'model-card': 'Section of a model card',
};

/** Name and actions, the verdict in one sentence, and how many figures have which. */
export function auditHead(
  report: AuditReport,
  name: string,
  handlers: {
    readonly onExport: (format: AuditExport) => void;
    readonly onAuditAgain: () => void;
    /** Null: the subject has no page. */
    readonly onOpenRun: (() => void) | null;
  },
): HTMLElement {
  const exports = createMenuButton('Export…', 'Export this audit');
  exports.setItems(
    auditExports.map((format) => ({
      label: exportWords[format],
      onClick: () => handlers.onExport(format),
    })),
  );
  const { onOpenRun } = handlers;
  return element(
    'header',
    { class: 'audit-head' },
    element(
      'div',
      { class: 'audit-title' },
      element('h1', {}, `Bias audit of ${name}`),
      element(
        'div',
        { class: 'actions' },
        button({ label: 'Audit again…', onClick: handlers.onAuditAgain }),
        exports.element,
        onOpenRun === null ? null : linkButton('Open run', onOpenRun),
      ),
    ),
    element('p', { class: 'hint' }, aboutWords(report)),
    report.note === undefined ? null : element('p', { class: 'subject-note' }, report.note),
    element(
      'p',
      { class: `verdict ${lookOf(report)}` },
      markSample(lookOf(report)),
      unbroken(report.summary),
    ),
    brokenLine(report),
    ...report.caveats
      .filter(isOfThresholds)
      .map((caveat) => element('p', { class: 'thresholds-note' }, unbroken(caveat))),
    legend(report),
  );
}

/** What the model decides by and that it may be unlawful: not to be folded away. */
export function isOfThresholds(caveat: string): boolean {
  return caveat.includes(thresholdsCaveat);
}

function aboutWords({ kind, data, split, createdAt }: AuditReport): string {
  const what = { classifier: 'Classifier', encoder: 'Encoder', dataset: 'Dataset' }[kind];
  const on =
    data === null || kind === 'dataset'
      ? ''
      : ` on ${baseName(data.path)}${split === null ? '' : ` (${split} split)`}`;
  return `${what}${on}, ${new Date(createdAt * 1000).toLocaleString()}`;
}

/** The strongest state of all checks. */
function lookOf({ checks }: AuditReport): DotLook {
  if (checks.some(({ verdict }) => verdict === 'disparity')) return 'found';
  const isAllNone =
    checks.length > 0 && checks.every(({ verdict }) => verdict === 'none-larger-than-delta');
  return isAllNone ? 'none' : 'few';
}

function brokenLine(report: AuditReport): HTMLElement | null {
  const { broken, checks } = report;
  if (broken === null) return null;
  const counts = new Map<string, number>();
  for (const at of broken.checks) {
    const check = checks[at];
    if (check === undefined) continue;
    const family = familyTitle(check.id);
    counts.set(family, (counts.get(family) ?? 0) + 1);
  }
  const names = [...counts].map(([family, count]) => `${family} (${countOf(count, 'figure')})`);
  const beyond = `Beyond the threshold of ${plainNumber(broken.threshold)} for certain: ${names.join(', ')}.`;
  return element('p', {}, unbrokenWords(report) ?? beyond);
}

function legend({ checks, method: { delta } }: AuditReport): HTMLElement {
  const entries = verdicts.map((verdict) => ({
    look: verdictLooks[verdict],
    words: verdictInRow(verdict, delta),
    n: checks.filter((check) => check.verdict === verdict).length,
  }));
  return element(
    'ul',
    { class: 'audit-legend' },
    ...entries
      .filter(({ n }) => n > 0)
      .map(({ look, words, n }) =>
        element('li', {}, markSample(look), `${words}: ${formatCount(n)}`),
      ),
    element(
      'li',
      { class: 'hint' },
      element('span', { class: 'band-sample', attributes: { 'aria-hidden': true } }),
      'where figures fall by chance alone',
    ),
  );
}

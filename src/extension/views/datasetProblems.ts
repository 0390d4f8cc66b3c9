import { catalogue } from '../../data/lint/catalogue';
import type { RuleId, Severity, TokenFigures } from '../../protocol/lint';
import { commandId } from '../contributions';
import type { FileFindings } from '../lint/lintMessages';
import { part } from './datasetPart';
import type { PartNode } from './datasetPart';
import { countOf, formatCount } from '../../protocol/formatNumber';

const looks: Readonly<Record<Severity, { readonly icon: string; readonly colour: string }>> = {
  error: { icon: 'error', colour: 'problemsErrorIcon.foreground' },
  warning: { icon: 'warning', colour: 'problemsWarningIcon.foreground' },
  information: { icon: 'info', colour: 'problemsInfoIcon.foreground' },
};

/** Worst first. */
const severities: readonly Severity[] = ['error', 'warning', 'information'];

/** ` · 3 problems`; nothing while the file was not checked, or where there are none. */
export function problemSuffix(found: FileFindings | null): string {
  const count = problemCount(found);
  if (count === 0) return '';
  return ` · ${countOf(count, 'problem')}`;
}

export function rowCount(rows: number): string {
  return countOf(rows, 'row');
}

function problemCount(found: FileFindings | null): number {
  return Object.values(found?.counts ?? {}).reduce((sum, count) => sum + count, 0);
}

/** The problems of a dataset by rule, the worst and most frequent first; a click opens the first of them. */
export function problemParts(file: string, found: FileFindings | null): readonly PartNode[] {
  if (found === null) return [];
  const counts = Object.entries(found.counts) as [RuleId, number][];
  const rules = counts
    .filter(([, count]) => count > 0)
    .map(([rule, count]) => {
      const own = found.findings.filter((finding) => finding.rule === rule);
      const severity = severities.find((each) => own.some((one) => one.severity === each));
      const isFixable = own.some(({ fixable }) => fixable);
      return { rule, count, severity: severity ?? catalogue[rule].severity, isFixable };
    })
    .sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        b.count - a.count ||
        (a.rule < b.rule ? -1 : 1),
    );
  const children = rules.map(({ rule, count, severity, isFixable }): PartNode => {
    const { icon, colour } = looks[severity];
    const description = `${formatCount(count)} · ${rule}`;
    return {
      ...part(`${file}#rule:${rule}`, catalogue[rule].title, description, icon),
      command: {
        title: 'Open the first problem',
        command: commandId('openFirstProblem'),
        arguments: [file, rule],
      },
      problem: { file, rule, isFixable, colour },
    };
  });
  const suppressed = found.suppressed === 0 ? '' : ` · ${formatCount(found.suppressed)} suppressed`;
  if (children.length === 0 && suppressed === '')
    return [
      part(`${file}#problems`, 'No problems', `${countOf(found.rows, 'row')} checked`, 'pass'),
    ];
  const count = formatCount(problemCount(found)) + suppressed;
  return [{ ...part(`${file}#problems`, 'Problems', count, 'checklist'), children }];
}

/** `Schema  classification · 98 % of the rows`. */
export function schemaPart(file: string, found: FileFindings | null): readonly PartNode[] {
  if (found?.schema === undefined || found.schema === null) return [];
  const { name, confidence } = found.schema;
  const share = confidence >= 1 ? 'certain' : `${Math.floor(100 * confidence)} % certain`;
  return [part(`${file}#schema`, 'Schema', `${name} · ${share}`, 'symbol-structure')];
}

/** `Tokens  194,112 · 97 a row · 12 rows cut off at 128`. */
export function tokensPart(file: string, tokens: TokenFigures | null): readonly PartNode[] {
  if (tokens === null || tokens.rows === 0) return [];
  const mean = Math.round(tokens.tokens / tokens.rows);
  const cut = `${countOf(tokens.cut, 'row')} cut off at ${formatCount(tokens.maxLength)}`;
  const description = `${formatCount(tokens.tokens)} · ${formatCount(mean)} a row · ${cut}`;
  return [part(`${file}#tokens`, 'Tokens', description, 'symbol-string')];
}

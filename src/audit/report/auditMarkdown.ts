import { answerWords } from '../../protocol/answerWords';
import {
  sizeOfSource,
  type AuditChange,
  type AuditCheck,
  type AuditId,
  type AuditReport,
  type AuditRow,
} from '../../protocol/audit';
import {
  bandWords,
  intervalWords,
  metricWords,
  unbrokenWords,
  verdictWords,
} from '../../protocol/auditWords';
import {
  countOf,
  formatCount,
  formatDifference,
  formatMetric,
  formatPValue,
  plainNumber,
} from '../../protocol/formatNumber';
import { markdownTable, plainMarkdown } from '../../protocol/markdownTable';
import {
  changedFigure,
  changeKind,
  changeVerdictWords,
  inReadingOrder,
} from '../../protocol/changePhrase';
import { distinctChanges } from '../../protocol/distinctChanges';
import { variantPhrase, variantWithId } from '../../protocol/variantPhrase';
import { brokenFigures } from './brokenFigures';
import { neededWords } from './neededRows';
import { markedText, rowWords, valueWords, whoWords, wordsAbout } from './words';

/** Examples listed of a family; the JSON form has more. */
const mostExamples = 5;
/** Figures beyond the threshold that are named; the rest is counted. */
const mostBroken = 20;
const longestText = 200;

/** An audit as Markdown that reads well as plain text too: verdict first, evidence, then how it was made. */
export function auditMarkdown(report: AuditReport): string {
  const sections = [
    '# Bias audit',
    plainMarkdown(report.summary),
    markdownTable(['', ''], aboutRows(report)),
    ...thresholdSection(report),
    ...byFamily(report.checks).flatMap(([id, checks]) =>
      familySection(id, checks, report.coverage),
    ),
    ...changesSection(report),
    '## Method',
    methodText(report),
    ...(report.caveats.length === 0
      ? []
      : [
          '## Before quoting a figure',
          report.caveats.map((each) => `- ${plainMarkdown(each)}`).join('\n'),
        ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function byFamily(checks: readonly AuditCheck[]): [AuditId, AuditCheck[]][] {
  const families = new Map<AuditId, AuditCheck[]>();
  for (const check of checks) families.set(check.id, [...(families.get(check.id) ?? []), check]);
  return [...families];
}

function aboutRows({ subject, kind, note, base, data, split, sources, createdAt }: AuditReport) {
  const date = new Date(createdAt * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const ofSplit = split === null ? '' : ` (${split})`;
  return [
    ['Subject', `${subject} (${kind})`],
    ...(note === undefined ? [] : [['Note', note]]),
    ...(base === null ? [] : [['Base', base]]),
    ...(data === null || sources.some(({ path }) => path === data.path)
      ? []
      : [['Data', `${data.path}${ofSplit}`]]),
    ...sources.map((source) => {
      const { kind: of, path, hash } = source;
      return [
        `${of.charAt(0).toUpperCase()}${of.slice(1)}`,
        `${path}${path === data?.path ? ofSplit : ''}, ${sizeOfSource(source)}, SHA-256 ${hash}`,
      ];
    }),
    ['Date', `${date} UTC`],
  ];
}

function thresholdSection(report: AuditReport): string[] {
  const { broken } = report;
  if (broken === null) return [];
  const none = unbrokenWords(report);
  if (none !== null) return [none];
  const figures = brokenFigures(report, mostBroken);
  return [
    `Beyond the threshold of ${plainNumber(broken.threshold)} for certain: ${countOf(broken.checks.length, 'figure')}.`,
    figures.map((each) => `- ${plainMarkdown(each)}`).join('\n'),
  ];
}

function familySection(
  id: AuditId,
  checks: readonly AuditCheck[],
  coverage: AuditReport['coverage'],
): string[] {
  const rows = checks.map((check) => [
    metricWords(check.metric),
    variantWithId(check.variant),
    whoWords(check),
    valueWords(check),
    intervalWords(check),
    bandWords(check),
    formatPValue(check.adjustedPValue),
    formatMetric(check.detectable),
    neededWords(check, coverage),
    formatCount(check.n),
    verdictWords[check.verdict],
  ]);
  // note: how many rows are missing stands in the table; the sentence would stand there for each figure.
  const reasons = new Set(
    checks.flatMap(({ reason, needed }) =>
      reason === undefined || needed !== null ? [] : [reason],
    ),
  );
  const examples = checks
    .filter(({ verdict }) => verdict === 'disparity')
    .flatMap((check) => check.rows)
    .slice(0, mostExamples);
  return [
    `## ${plainMarkdown(id)}`,
    ...wordsAbout(checks).map(plainMarkdown),
    markdownTable(
      [
        'Metric',
        'Of',
        'Group',
        'Value',
        '95 % interval',
        'Without disparity',
        'p',
        'Finds',
        'Needs',
        'Rows',
        'Verdict',
      ],
      rows,
      ['left', 'left', 'left', 'right', 'left', 'left', 'right', 'right', 'right', 'right', 'left'],
    ),
    ...(reasons.size === 0
      ? []
      : [[...reasons].map((each) => `- ${plainMarkdown(each)}`).join('\n')]),
    ...(examples.length === 0 ? [] : [examples.map((row) => exampleText(row, id)).join('\n')]),
  ];
}

function exampleText(row: AuditRow, id: AuditId): string {
  const place = plainMarkdown(`${row.path}:${row.line}`);
  const prediction = rowWords(row, id);
  const { swapped } = row;
  if (swapped === undefined) return `- ${place}: ${quoted(row.text)} ${plainMarkdown(prediction)}`;
  const [before, after] = [
    `${quoted(markedText(row.text, swapped.before))} ${plainMarkdown(prediction)}`,
    `${quoted(markedText(swapped.text, swapped.after))} ${plainMarkdown(answerWords({ ...swapped, scored: row.scored }))}`,
  ];
  return `- ${place}: ${before}; swapped: ${after}`;
}

function quoted(text: string): string {
  const short = text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`;
  return `“${plainMarkdown(short)}”`;
}

function changesSection({ changes, base, baseNotes = [] }: AuditReport): string[] {
  if (base === null || changes.length === 0) return [];
  // note: tables of zeros would only repeat that both are the same.
  const isSame = baseNotes.some(({ kind }) => kind === 'same');
  const distinct = isSame ? [] : inReadingOrder(distinctChanges(changes));
  return [
    '## Against the base',
    ...(baseNotes.length === 0
      ? []
      : [baseNotes.map(({ text }) => `- ${plainMarkdown(text)}`).join('\n')]),
    ...changesTable(
      'Disparities, larger is worse:',
      distinct.filter(({ metric }) => changeKind(metric) === 'disparity'),
    ),
    ...changesTable(
      'Errors, larger is worse:',
      distinct.filter(({ metric }) => changeKind(metric) === 'errors'),
    ),
  ];
}

function changesTable(title: string, changes: readonly AuditChange[]): string[] {
  if (changes.length === 0) return [];
  const heads = ['Check', 'Figure', 'Of', 'Group', 'Before', 'After', 'Change', '95 % interval'];
  return [
    title,
    markdownTable(
      [...heads, 'p', 'Verdict'],
      changes.map((change) => [
        change.id,
        changedFigure(change),
        variantPhrase(change.variant),
        change.group ?? 'all groups',
        formatMetric(change.before),
        formatMetric(change.after),
        change.value === null ? 'undefined' : formatDifference(change.value),
        intervalWords(change),
        formatPValue(change.pValue),
        changeVerdictWords(change),
      ]),
      ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'left', 'right', 'left'],
    ),
  ];
}

function methodText({ method, coverage }: AuditReport): string {
  const { version, seed, permutations, resamples, delta, alpha } = method;
  const used = coverage.map(
    ({ id, used, of, note }) =>
      `- ${plainMarkdown(id)}: ${formatCount(used)} of ${formatCount(of)} used${note === null ? '' : `; ${plainMarkdown(note)}`}`,
  );
  return [
    `Intervals are 95 %; "disparity" means that p, adjusted after Benjamini and Hochberg over all tests of this report, is at most ${plainNumber(alpha)}; "none larger" that the whole interval lies within ${plainNumber(delta)}. "Finds" is the smallest disparity that would be found four times in five, "needs" about how many rows in all a verdict takes. ${formatCount(permutations)} permutations, ${formatCount(resamples)} resamples, seed ${seed}, version ${version}.`,
    ...used,
  ].join('\n');
}

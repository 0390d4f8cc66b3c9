import { isShort, otherAnswerWords, reportConflict } from '../dataset/contradictions';
import { keptWords, reportCopy } from '../dataset/duplicates';
import { LabelCounts, hasLabels } from '../dataset/labelCounts';
import { reportSpelling } from '../dataset/labelSpelling';
import { reportRareLabels } from '../dataset/rareLabels';
import { gatherLater, type LaterFinding } from '../laterFindings';
import type { LintContext, ReportRow } from '../rule';
import type { RuleSettings } from '../ruleSettings';
import type { RowDigest } from './rowDigest';

/** The rows of a document, numbered from 1, with what is known of them. */
export interface DigestedRows {
  readonly count: number;
  /** Null: the row cannot be read. */
  digest(row: number): RowDigest | null;
  /** Where the row begins, from 1. */
  line(row: number): number;
}

/**
 * What the rules of `quickRuleIds` find in all rows of a document, in the order of the rows. note: this comes with every key, so
 * nothing is made for a row that has no finding: a hundred thousand rows take milliseconds, with objects and maps a tenth of a
 * second.
 */
export function quickFindings(
  rows: DigestedRows,
  context: LintContext,
  { rules }: RuleSettings,
): readonly LaterFinding[] {
  const later = gatherLater(rules);
  const { report } = later;
  if (rules.has('L-DUP-01') || rules.has('L-DUP-02')) findCopies(rows, context, report);
  if (rules.has('L-DUP-04')) findConflicts(rows, context, report);
  if (hasLabels(context)) findLabels(rows, context, report);
  return [...later.findings()].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
}

function findCopies(rows: DigestedRows, { path }: LintContext, report: ReportRow): void {
  const raws: boolean[] = [];
  /** By number of the text, the first row that has it. */
  const firsts: number[] = [];
  for (let row = 1; row <= rows.count; row += 1) {
    const digest = rows.digest(row);
    if (digest === null || digest.raw < 0) continue;
    const { raw, normalised } = digest;
    const isExact = raws[raw] === true;
    raws[raw] = true;
    const first = firsts[normalised];
    if (first === undefined) {
      firsts[normalised] = row;
      continue;
    }
    const kept = { path, line: rows.line(first), message: keptWords };
    reportCopy(report, { row, keptRow: first, kept, isExact });
  }
}

function findConflicts(rows: DigestedRows, { path }: LintContext, report: ReportRow): void {
  const firsts: number[] = [];
  for (let row = 1; row <= rows.count; row += 1) {
    const digest = rows.digest(row);
    if (digest === null || digest.input < 0) continue;
    const first = firsts[digest.input];
    if (first === undefined) {
      firsts[digest.input] = row;
      continue;
    }
    const known = rows.digest(first);
    if (known?.exchange === digest.exchange) continue;
    const label = known?.answer ?? null;
    reportConflict(report, {
      ...{ row, label: digest.answer, firstRow: first },
      firstLabel: label === null || !isShort(label) ? null : label,
      first: { path, line: rows.line(first), message: otherAnswerWords },
    });
  }
}

function findLabels(rows: DigestedRows, context: LintContext, report: ReportRow): void {
  const counts = new LabelCounts();
  for (let row = 1; row <= rows.count; row += 1) {
    const label = rows.digest(row)?.label ?? null;
    if (label !== null) counts.add(row, rows.line(row), label);
  }
  reportRareLabels(report, counts, context);
  reportSpelling(report, counts, context.declaredLabels);
}

import { isShort, otherAnswerWords, reportConflict } from '../dataset/contradictions';
import { keptWords, reportCopy } from '../dataset/duplicates';
import { hasLabels, type CountedLabels, type WrittenLabel } from '../dataset/labelCounts';
import { reportSpelling } from '../dataset/labelSpelling';
import { reportRareLabels } from '../dataset/rareLabels';
import { gatherLater, type LaterFinding } from '../laterFindings';
import type { LintContext, ReportRow } from '../rule';
import type { RuleSettings } from '../ruleSettings';
import type { RowDigests } from './rowDigests';

/** The rows of a document with what is known of them. */
export interface DigestedRows {
  /** By row, from 1 on, the number of its digest; -1: it has none. */
  readonly digestOf: Int32Array;
  readonly digests: RowDigests;
  /** Where the row begins, from 1. */
  line(row: number): number;
}

/**
 * What the rules of `quickRuleIds` find in all rows of a document, in the order of the rows. note: this comes with every key, so
 * rows are numbers in arrays until one has a finding: a hundred thousand rows take a millisecond or two, with objects and maps a
 * tenth of a second.
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
  const { digestOf, digests } = rows;
  const [raws, normals] = [digests.numbers('raw'), digests.numbers('normalised')];
  const isSeen = new Uint8Array(raws.count);
  /** By number of the text, the first row that has it. */
  const firsts = new Int32Array(normals.count);
  for (let row = 1; row < digestOf.length; row += 1) {
    const digest = digestOf[row] ?? -1;
    const raw = raws.numbers[digest] ?? 0;
    if (raw === 0) continue;
    const isExact = isSeen[raw] === 1;
    isSeen[raw] = 1;
    const normal = normals.numbers[digest] ?? 0;
    const first = firsts[normal] ?? 0;
    if (first === 0) {
      firsts[normal] = row;
      continue;
    }
    const kept = { path, line: rows.line(first), message: keptWords };
    reportCopy(report, { row, keptRow: first, kept, isExact });
  }
}

function findConflicts(rows: DigestedRows, { path }: LintContext, report: ReportRow): void {
  const { digestOf, digests } = rows;
  const [inputs, exchanges] = [digests.numbers('input'), digests.numbers('exchange')];
  const firsts = new Int32Array(inputs.count);
  for (let row = 1; row < digestOf.length; row += 1) {
    const digest = digestOf[row] ?? -1;
    const input = inputs.numbers[digest] ?? 0;
    if (input === 0) continue;
    const first = firsts[input] ?? 0;
    if (first === 0) {
      firsts[input] = row;
      continue;
    }
    const firstDigest = digestOf[first] ?? -1;
    if (exchanges.numbers[firstDigest] === exchanges.numbers[digest]) continue;
    const label = digests.answerOf(firstDigest);
    reportConflict(report, {
      ...{ row, label: digests.answerOf(digest), firstRow: first },
      firstLabel: label === null || !isShort(label) ? null : label,
      first: { path, line: rows.line(first), message: otherAnswerWords },
    });
  }
}

function findLabels(rows: DigestedRows, context: LintContext, report: ReportRow): void {
  const counts = countLabels(rows);
  reportRareLabels(report, counts, context);
  reportSpelling(report, counts, context.declaredLabels);
}

/** As a walk through a file counts them, in `LabelCounts`. */
function countLabels(document: DigestedRows): CountedLabels {
  const { digestOf, digests } = document;
  const numbers = digests.labelNumbers();
  const known = digests.rowLabels;
  const firsts = new Int32Array(known.length);
  const counts = new Int32Array(known.length);
  /** Numbers of labels in the order in which they first stand. */
  const order: number[] = [];
  let total = 0;
  for (let row = 1; row < digestOf.length; row += 1) {
    const number = numbers[digestOf[row] ?? -1] ?? 0;
    if (number === 0) continue;
    total += 1;
    counts[number] = (counts[number] ?? 0) + 1;
    if (firsts[number] !== 0) continue;
    firsts[number] = row;
    order.push(number);
  }
  // note: a number 1 and a text "1" are one label; the first of them says what it is.
  const byText = new Map<string, number>();
  const placeOf = new Int32Array(known.length);
  const labels: WrittenLabel[] = [];
  for (const number of order) {
    const label = known[number];
    if (label === undefined || label === null) continue;
    const [row, count] = [firsts[number] ?? 0, counts[number] ?? 0];
    const place = byText.get(label.text) ?? labels.length;
    placeOf[number] = place;
    const same = labels[place];
    if (same !== undefined) same.count += count;
    else {
      byText.set(label.text, place);
      labels.push({ ...label, row, line: document.line(row), count });
    }
  }
  return {
    labels,
    rows: total,
    *rowLabels() {
      for (let row = 1; row < digestOf.length; row += 1) {
        const number = numbers[digestOf[row] ?? -1] ?? 0;
        if (number !== 0) yield { row, label: placeOf[number] ?? 0 };
      }
    },
  };
}

import type { RuleId } from '../../protocol/lint';
import { foundInRow, foundProblems, type Found, type Placing } from './found';
import { printPath } from './printPath';
import type { LintContext, LintedRow, Report, RowRule, RuleFinding, Span } from './rule';
import { withSpreadProblem } from './scan/spreadRows';
import type { TextRow } from './scan/textRow';

/** A report about the row at hand. */
interface Reported {
  readonly rule: RuleId;
  readonly field: string | null;
  readonly finding: RuleFinding;
  more: readonly Span[];
}

/** Checks rows one after the other with the rules that apply to their file. */
export type CheckRow = (text: TextRow, row: LintedRow | null) => readonly Found[];

const nothing: readonly Found[] = [];

/**
 * A function that checks a row: how it is written, then, where it could be read, its values. Of each rule, row and field
 * there is at most one finding.
 */
export function rowChecker(
  context: LintContext,
  rules: readonly RowRule[],
  placing: Placing,
): CheckRow {
  const chosen = placing.settings.rules;
  const active = rules.filter(
    (rule) => rule.ids.some((id) => chosen.has(id)) && rule.applies(context),
  );
  let reported: Reported[] = [];
  const report: Report = (rule, finding) => {
    if (!chosen.has(rule)) return;
    const field = printPath(finding.at.path);
    const same = reported.find((each) => each.rule === rule && each.field === field);
    const more = finding.more ?? [];
    if (same === undefined) reported.push({ rule, field, finding, more });
    else same.more = [...same.more, finding.at, ...more];
  };
  const spreadLine = placing.syntax.type === 'json' ? (placing.syntax.spreadLine ?? null) : null;
  const isSpreadFrom = ({ row, record }: TextRow): boolean =>
    spreadLine !== null && (spreadLine === 1 ? row === 1 : record.line === spreadLine);
  return (read, row) => {
    const text = isSpreadFrom(read) ? withSpreadProblem(read) : read;
    if (row !== null) for (const rule of active) rule.check(row, context, report);
    if (reported.length === 0 && text.problems.length === 0) return nothing;
    const found = foundProblems(text, placing);
    for (const { rule, finding, more } of reported)
      found.push(foundInRow(rule, { ...finding, more }, text, placing));
    reported = [];
    return found;
  };
}

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RelatedPlace, RuleId } from '../../protocol/lint';
import { axisOfFinding } from '../../data/lint/dataset/identityAssociation';
import { commandId } from '../contributions';
import type { CommandName } from '../contributions';
import { formatCount } from '../../protocol/formatNumber';
import { stepForRule } from '../recipes/stepForRule';
import { inMenuOrder, type MenuEntry, type Purpose } from './fixMenu';
import { lengthOffers, lengthRules } from './lengthOffers';
import { LintDiagnostic, MoreDiagnostic } from './lintDiagnostic';
import { editOf } from './lintEdits';
import type { LintFeature } from './lintFeature';
import type { OfferedFix } from './lintMessages';
import { configNaming } from './lintSetup';

/** How long the menu waits for fixes that take all rows into account. */
const patienceMs = 400;

/** Quick fixes of datasets: what mends a finding, what mends all of its rule, and what explains or suppresses it. */
export class LintActions implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.SourceFixAll];

  constructor(private readonly feature: LintFeature) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const problems = context.diagnostics.filter((each) => each instanceof LintDiagnostic);
    const more = context.diagnostics.filter((each) => each instanceof MoreDiagnostic);
    if (problems.length + more.length === 0) return [];
    const version = document.version;
    const lines = { line: range.start.line, endLine: range.end.line };
    const fixes = await this.feature.fixesAt(document.uri.fsPath, lines, patienceMs);
    if (token.isCancellationRequested || document.version !== version) return [];
    const entries: MenuEntry<vscode.CodeAction>[] = [];
    for (const problem of problems) {
      const own = fixes.filter((fix) => isFor(fix, problem));
      for (const [index, fix] of own.entries()) {
        const action = fixAction(document, problem, fix, index === 0);
        entries.push({ purpose: 'mend', action });
      }
    }
    const rules = new Map<RuleId, vscode.Diagnostic[]>();
    for (const problem of problems) {
      const { rule } = problem.finding;
      rules.set(rule, [...(rules.get(rule) ?? []), problem]);
    }
    for (const each of more) rules.set(each.rule, [...(rules.get(each.rule) ?? []), each]);
    for (const [rule, diagnostics] of rules) {
      entries.push(...this.ruleActions(document.uri.fsPath, rule, diagnostics));
    }
    return inMenuOrder(entries);
  }

  /** What can be done about a rule in a file. */
  private ruleActions(
    path: string,
    rule: RuleId,
    diagnostics: readonly vscode.Diagnostic[],
  ): MenuEntry<vscode.CodeAction>[] {
    const found = this.feature.results.get(path);
    const count = found?.counts[rule] ?? 0;
    const isFixable = found?.findings.some((each) => each.rule === rule && each.fixable) === true;
    const entries: MenuEntry<vscode.CodeAction>[] = [];
    const offer = (
      purpose: Purpose,
      title: string,
      command: CommandName,
      ...parameters: unknown[]
    ): void => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.command = { title, command: commandId(command), arguments: parameters };
      action.diagnostics = [...diagnostics];
      entries.push({ purpose, action });
    };
    const [first] = diagnostics;
    if (first instanceof LintDiagnostic) {
      const [twin] = first.finding.related;
      if (twin !== undefined) {
        const place = placeOfTwin(twin, path, first.finding.line);
        offer('show', `Go to ${place}`, 'goToTwin', twin.path, twin.line, twin.column);
      }
    }
    for (const { title, config, maxLength } of this.lengthOffers(path, rule, first))
      offer('mend', title, 'raiseMaxLength', config, maxLength);
    const step = stepForRule(rule);
    if (step !== null)
      offer('mendElsewhere', `New recipe: ${step.title}`, 'newRecipe', vscode.Uri.file(path), rule);
    if (rule === 'L-FAIR-01') {
      const axis = first instanceof LintDiagnostic ? axisOfFinding(first.finding.message) : null;
      if (axis !== null)
        offer('mend', `What to do about ${axis} in the labels…`, 'mendBias', path, axis);
      // note: auditing starts a process with what the folder says.
      if (vscode.workspace.isTrusted)
        offer('show', 'Audit this dataset', 'auditDataset', vscode.Uri.file(path));
    }
    if (isFixable && count > 1) {
      const all =
        rule === 'L-DUP-01'
          ? `Delete all ${formatCount(count)} exact duplicates (keeps the first)`
          : `Fix all ${formatCount(count)} of ${rule} in this file`;
      offer('mendAll', all, 'fixAllOfRule', path, rule);
    }
    if (count > 1) {
      const title = `List all ${formatCount(count)} problems of ${rule}`;
      offer('show', title, 'listProblems', path, rule);
    }
    if (first instanceof LintDiagnostic && first.finding.row !== null) {
      const { line, character } = first.range.start;
      const title = `Suppress ${rule} on this row with a reason…`;
      offer('suppress', title, 'suppressOnRow', path, rule, line, character);
    }
    offer('suppress', `Suppress ${rule} in this file with a reason…`, 'suppressRule', path, rule);
    offer('explain', `What is ${rule}?`, 'explainRule', rule);
    return entries;
  }

  /** Raising maxLength mends rows that are too long, where a run config says what it is. */
  private lengthOffers(
    path: string,
    rule: RuleId,
    problem: vscode.Diagnostic | undefined,
  ): ReturnType<typeof lengthOffers> {
    if (!lengthRules.includes(rule) || !(problem instanceof LintDiagnostic)) return [];
    const { tokens } = problem.finding;
    const config = configNaming(path, this.feature.configs());
    if (tokens === undefined || config === null) return [];
    const found = this.feature.results.get(path);
    const counts = lengthRules.map((each) => found?.counts[each] ?? 0);
    const count = counts.reduce((sum, each) => sum + each, 0);
    return lengthOffers(config, { tokens, longest: found?.tokens?.longest ?? null, count });
  }
}

/** `column 67` on the same line, `line 852` in the same file, `train.jsonl:852` elsewhere. */
function placeOfTwin(twin: RelatedPlace, path: string, line: number): string {
  if (twin.path !== path) return `${basename(twin.path)}:${twin.line}`;
  if (twin.line === line && twin.column !== undefined) return `column ${formatCount(twin.column)}`;
  return `line ${formatCount(twin.line)}`;
}

function fixAction(
  document: vscode.TextDocument,
  problem: LintDiagnostic,
  fix: OfferedFix,
  isPreferred: boolean,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [problem];
  action.isPreferred = isPreferred;
  action.edit = editOf(document.uri, [fix]);
  return action;
}

/** Rows may have moved since the problem was shown: what it is about says which fix is its own. */
function isFor(fix: OfferedFix, { finding, range }: LintDiagnostic): boolean {
  return fix.rule === finding.rule && (fix.row === finding.row || fix.line === range.start.line);
}

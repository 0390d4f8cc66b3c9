import * as vscode from 'vscode';
import { isRuleId, type LintFinding, type RuleId } from '../../protocol/lint';
import { LintDiagnostic, rangeOf } from './lintDiagnostic';
import type { LintFeature } from './lintFeature';

/** The rule of the first problem at the cursor of the active editor. */
export function ruleAtCursor(
  lint: LintFeature,
): { readonly file: string; readonly rule: RuleId } | null {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || lint.results.get(editor.document.uri.fsPath) === null) return null;
  const at = editor.selection.active;
  const here = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find((each) => each.range.contains(at) && isRuleId(ruleOfDiagnostic(each)));
  const rule = here === undefined ? null : ruleOfDiagnostic(here);
  return isRuleId(rule) ? { file: editor.document.uri.fsPath, rule } : null;
}

/** All problems of the row with the cursor of the active editor, those at the cursor first. */
export function problemsOfRow(lint: LintFeature): {
  readonly file: string;
  readonly findings: readonly LintFinding[];
} | null {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return null;
  const file = editor.document.uri.fsPath;
  const at = editor.selection.active;
  const ofLine = (lint.results.get(file)?.findings ?? []).filter((finding) => {
    const { start, end } = rangeOf(finding);
    return finding.row !== null && start.line <= at.line && end.line >= at.line;
  });
  const isHere = (finding: LintFinding): boolean => rangeOf(finding).contains(at);
  const row = (ofLine.find(isHere) ?? ofLine[0])?.row;
  const findings = ofLine.filter((finding) => finding.row === row);
  return {
    file,
    findings: [...findings].sort((a, b) => Number(isHere(b)) - Number(isHere(a))),
  };
}

function ruleOfDiagnostic(diagnostic: vscode.Diagnostic): unknown {
  if (diagnostic instanceof LintDiagnostic) return diagnostic.finding.rule;
  return typeof diagnostic.code === 'object' ? diagnostic.code.value : null;
}

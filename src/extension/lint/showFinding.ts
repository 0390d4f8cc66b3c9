import * as vscode from 'vscode';
import type { LintFinding, RuleId } from '../../protocol/lint';
import { rangeOf } from './lintDiagnostic';
import type { LintFeature } from './lintFeature';

/** All findings of a rule in an open file; of one that is not open those that are known. */
export async function findingsOf(
  lint: LintFeature,
  file: string,
  rule: RuleId,
): Promise<readonly LintFinding[]> {
  if (lint.document(file) !== undefined) return lint.allFindings(file, rule);
  const known = lint.results.get(file)?.findings ?? [];
  return known.filter((finding) => finding.rule === rule);
}

/** Opens a file at a finding. */
export async function showFinding(
  file: string,
  finding: LintFinding,
  options: vscode.TextDocumentShowOptions = {},
): Promise<void> {
  const range = rangeOf(finding);
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(file), {
    ...options,
    preview: true,
  });
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Opens the row that a finding points to. */
export async function goToTwin(parameters: readonly unknown[]): Promise<void> {
  const [file, line] = parameters;
  if (typeof file !== 'string' || typeof line !== 'number') return;
  const start = new vscode.Position(Math.max(0, line - 1), 0);
  const end = new vscode.Position(Math.max(0, line - 1), Number.MAX_SAFE_INTEGER);
  const editor = await vscode.window.showTextDocument(vscode.Uri.file(file));
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, end), vscode.TextEditorRevealType.InCenter);
}

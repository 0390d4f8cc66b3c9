import * as vscode from 'vscode';
import type { LintFinding, RuleId } from '../../protocol/lint';
import { openAt } from '../openAt';
import { openPlace } from '../showFailure';
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
  const { start } = rangeOf(finding);
  await openAt(file, new vscode.Range(start, start), { ...options, preview: true });
}

/** Opens the row that a finding points to. */
export async function goToTwin(parameters: readonly unknown[]): Promise<void> {
  const [file, line, column] = parameters;
  if (typeof file !== 'string' || typeof line !== 'number') return;
  await openPlace({ file, line, ...(typeof column === 'number' ? { column } : {}) });
}

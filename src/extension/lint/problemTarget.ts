import * as vscode from 'vscode';
import type { RuleId } from '../../protocol/lint';
import { isRuleId } from '../../protocol/lint';

/** A file and a rule, as code actions and rows of the Datasets view name them. */
export function problemOf(
  parameters: readonly unknown[],
): { readonly file: string; readonly rule: RuleId } | null {
  const [first, second] = parameters;
  if (typeof first === 'string' && isRuleId(second)) return { file: first, rule: second };
  if (typeof first !== 'object' || first === null || !('problem' in first)) return null;
  const { problem } = first;
  if (typeof problem !== 'object' || problem === null) return null;
  if (!('file' in problem) || !('rule' in problem)) return null;
  const { file, rule } = problem;
  return typeof file === 'string' && isRuleId(rule) ? { file, rule } : null;
}

/** The file that a command was called on: in the Explorer, or a row of the Datasets view. */
export function fileOf(parameters: readonly unknown[]): string | undefined {
  const [first] = parameters;
  if (first instanceof vscode.Uri) return first.fsPath;
  if (typeof first === 'string') return first;
  if (typeof first !== 'object' || first === null || !('file' in first)) return undefined;
  const { file } = first;
  if (typeof file !== 'object' || file === null || !('source' in file)) return undefined;
  const { source } = file;
  if (typeof source !== 'object' || source === null || !('path' in source)) return undefined;
  return typeof source.path === 'string' ? source.path : undefined;
}

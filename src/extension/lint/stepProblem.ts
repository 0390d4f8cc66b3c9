import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import type { LintFinding, RuleId } from '../../protocol/lint';
import { shownFile } from '../openAt';
import type { LintFeature } from './lintFeature';
import { ruleAtCursor } from './problemsAtCursor';
import { problemOf } from './problemTarget';
import { findingsOf, showFinding } from './showFinding';
import type { Direction } from './stepThrough';
import { stepFrom } from './stepThrough';

/** The rule that was stepped through last, and the problem that was shown. */
let lastStepped: {
  readonly file: string;
  readonly rule: RuleId;
  readonly shown: LintFinding | null;
} | null = null;

/** Goes to the next or previous problem of a rule: the one given, that at the cursor, or the last one stepped through. */
export async function stepProblem(
  lint: LintFeature,
  parameters: readonly unknown[],
  direction: Direction,
): Promise<void> {
  const target = problemOf(parameters) ?? ruleAtCursor(lint) ?? lastStepped;
  if (target === null) {
    throw new UserError('There is no problem of a dataset here.', {
      next: 'Put the cursor on one, or choose a rule below a dataset in the Datasets view.',
    });
  }
  const { file, rule } = target;
  const isAgain = lastStepped?.file === file && lastStepped.rule === rule;
  const last = isAgain ? (lastStepped?.shown ?? null) : null;
  const findings = await findingsOf(lint, file, rule);
  const editor = vscode.window.activeTextEditor;
  const isHere = editor?.document.uri.fsPath === file;
  const at = editor?.selection.active;
  // note: of a file over 50 MB nobody tells where the cursor is.
  const shown = editor === undefined && shownFile() === file ? last : null;
  const from = isHere && at !== undefined ? { line: at.line + 1, column: at.character + 1 } : shown;
  const next = stepFrom(findings, from, direction);
  if (next === null)
    throw new UserError(`${path.basename(file)} has no problem of ${rule} any more.`);
  lastStepped = { file, rule, shown: next };
  await showFinding(file, next);
}

/** Opens the first problem of a rule. */
export async function openFirstProblem(
  lint: LintFeature,
  parameters: readonly unknown[],
): Promise<void> {
  const target = problemOf(parameters);
  if (target === null) return;
  const first = stepFrom(await findingsOf(lint, target.file, target.rule), null, 'next');
  lastStepped = { ...target, shown: first };
  if (first !== null) await showFinding(target.file, first);
}

import path from 'node:path';
import * as vscode from 'vscode';
import { catalogue } from '../../data/lint/catalogue';
import { findSuppressions } from '../../data/lint/suppressions';
import { UserError } from '../../protocol/errors';
import type { LintFinding, RuleId } from '../../protocol/lint';
import { addSuppression } from './addSuppression';
import type { LintFeature } from './lintFeature';
import { problemsOfRow } from './problemsAtCursor';
import { problemOf } from './problemTarget';

/** Asks for a reason and keeps it in `.finetune/lint.json`: from then on the rule does not speak about the file. */
export async function suppressRule(parameters: readonly unknown[]): Promise<void> {
  const target = problemOf(parameters);
  if (target === null) return;
  await suppress(target.file, target.rule, null);
}

/** The same for the row at a place: it is known again by its text, wherever it moves. */
export async function suppressOnRow(
  lint: LintFeature,
  parameters: readonly unknown[],
): Promise<void> {
  const target = rowProblemOf(parameters) ?? (await chosenOfRow(lint));
  if (target === null) return;
  const { file, rule, line, column } = target;
  const row = await lint.rowHash(file, { line, column });
  if (row === null) {
    throw new UserError('There is no row here any more.', {
      next: 'Choose the row again once the file is checked.',
    });
  }
  await suppress(file, rule, row);
}

/** A rule and the place of a row, from 0. */
interface RowProblem {
  readonly file: string;
  readonly rule: RuleId;
  readonly line: number;
  readonly column: number;
}

function rowProblemOf(parameters: readonly unknown[]): RowProblem | null {
  const target = problemOf(parameters);
  const [, , line, column] = parameters;
  if (target === null || typeof line !== 'number' || typeof column !== 'number') return null;
  return { ...target, line, column };
}

/** From the palette: a problem of the row with the cursor, asked for where there are several. */
async function chosenOfRow(lint: LintFeature): Promise<RowProblem | null> {
  const here = problemsOfRow(lint);
  const [first] = here?.findings ?? [];
  if (here === null || first === undefined) {
    throw new UserError('The row with the cursor has no problem.', {
      next: 'Put the cursor into a row that has one.',
    });
  }
  const isFirst = ({ rule }: LintFinding, at: number): boolean =>
    here.findings.findIndex((each) => each.rule === rule) === at;
  const items = here.findings.filter(isFirst).map((finding) => ({
    label: `${finding.rule} (${catalogue[finding.rule].title})`,
    detail: finding.message,
    finding,
  }));
  const title = 'Suppress on this row';
  const chosen =
    items.length === 1
      ? items[0]
      : await vscode.window.showQuickPick(items, { title, placeHolder: 'Which problem?' });
  if (chosen === undefined) return null;
  const { rule, line, column } = chosen.finding;
  return { file: here.file, rule, line: line - 1, column: column - 1 };
}

async function suppress(file: string, rule: RuleId, row: string | null): Promise<void> {
  // note: nobody should write a reason that cannot be kept.
  findSuppressions(file);
  const where = `${row === null ? '' : 'this row of '}${path.basename(file)}`;
  const reason = await vscode.window.showInputBox({
    title: `Suppress ${rule} (${catalogue[rule].title}) in ${where}`,
    prompt: 'The reason is kept in .finetune/lint.json, beside the data.',
    placeHolder: 'Why this is as it should be',
    validateInput: (text) => (text.trim() === '' ? 'A reason is needed.' : null),
  });
  if (reason === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file));
  const home = folder?.uri.fsPath ?? path.dirname(file);
  await addSuppression(file, home, { rule, row, reason: reason.trim() });
}

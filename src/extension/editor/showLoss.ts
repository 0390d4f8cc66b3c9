import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import type { LintFeature } from '../lint/lintFeature';
import { whyNoLoss } from './whyNoLoss';

const patienceMs = 4_000;

/** Shows the hover about the tokens of a row: that of the given line of the editor, else the one with the cursor. */
export async function showLoss(lint: LintFeature, [line]: readonly unknown[]): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const file = editor?.document.uri.fsPath ?? '';
  if (editor === undefined || lint.document(file) !== editor.document) {
    throw new UserError('There is no row of a dataset here.', {
      next: 'Open a JSONL, JSON, CSV or TSV file and put the cursor on a row.',
    });
  }
  const { active } = editor.selection;
  const isOther = typeof line === 'number' && line !== active.line;
  const at = isOther ? new vscode.Position(line, 0) : active;
  const started = performance.now();
  const loss = await lint.lossAt(file, { line: at.line, column: at.character }, patienceMs);
  if (loss === null) {
    const isLate = performance.now() - started >= patienceMs;
    const setup = await lint.setupOf(editor.document.uri);
    throw whyNoLoss({ hasModel: setup !== null && setup.model !== null, isLate });
  }
  if (isOther) editor.selection = new vscode.Selection(at, at);
  // note: chosen from a list of lenses, the hover would show for nobody: the editor has not yet got the keys back.
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  await vscode.commands.executeCommand('editor.action.showHover');
}

import * as vscode from 'vscode';
import { rulePage } from '../../data/lint/rulePage';
import { isRuleId } from './problemTarget';

/** Opens the page on a rule. */
export async function explainRule(
  extensionUri: vscode.Uri,
  parameters: readonly unknown[],
): Promise<void> {
  const [rule] = parameters;
  if (!isRuleId(rule)) return;
  const { file, anchor } = rulePage(rule);
  const page = vscode.Uri.joinPath(extensionUri, file).with({ fragment: anchor });
  await vscode.commands.executeCommand('markdown.showPreview', page);
}

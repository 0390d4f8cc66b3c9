import * as vscode from 'vscode';
import { catalogue } from '../../data/lint/catalogue';
import { rulePage } from '../../data/lint/rulePage';
import { UserError } from '../../protocol/errors';
import { isRuleId } from '../../protocol/lint';

/** Opens the page on a rule. */
export async function explainRule(
  extensionUri: vscode.Uri,
  parameters: readonly unknown[],
): Promise<void> {
  const [rule] = parameters;
  if (!isRuleId(rule)) return;
  const { file, anchor } = rulePage(rule);
  const page = vscode.Uri.joinPath(extensionUri, file).with({ fragment: anchor });
  try {
    await vscode.workspace.fs.stat(page);
  } catch {
    throw new UserError(`The page on ${rule} (${catalogue[rule].title}) is missing.`, {
      next: 'Install the extension again: a part of it is missing.',
    });
  }
  await vscode.commands.executeCommand('markdown.showPreview', page);
}

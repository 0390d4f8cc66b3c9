import path from 'node:path';
import * as vscode from 'vscode';
import { catalogue } from '../../data/lint/catalogue';
import type { LintFinding } from '../../protocol/lint';
import { formatCount } from '../../protocol/formatNumber';
import type { LintFeature } from './lintFeature';
import { problemOf } from './problemTarget';
import { findingsOf, showFinding } from './showFinding';

/** More entries than this nobody reads in a list. */
const mostListed = 10_000;

/** All problems of a rule in a list; the editor follows the one at hand. */
export async function listProblems(
  lint: LintFeature,
  parameters: readonly unknown[],
): Promise<void> {
  const target = problemOf(parameters);
  if (target === null) return;
  const { file, rule } = target;
  const findings = await findingsOf(lint, file, rule);
  const shown = findings.slice(0, mostListed);
  const beyond = findings.length - shown.length;
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { finding: LintFinding }>();
  pick.title = `${rule} ${catalogue[rule].title}: ${formatCount(findings.length)} in ${path.basename(file)}`;
  pick.placeholder =
    beyond > 0
      ? `The first ${formatCount(shown.length)} are listed; finetune lint prints all`
      : 'Type to search; Enter stays at the row';
  pick.matchOnDescription = true;
  pick.items = shown.map((finding) => ({
    label: `Line ${formatCount(finding.line)}`,
    description: finding.message,
    finding,
  }));
  const store = [
    pick.onDidChangeActive(([item]) => {
      if (item !== undefined) void showFinding(file, item.finding, { preserveFocus: true });
    }),
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      pick.hide();
      if (item !== undefined) void showFinding(file, item.finding);
    }),
    pick.onDidHide(() => {
      for (const each of store) each.dispose();
      pick.dispose();
    }),
  ];
  pick.show();
}

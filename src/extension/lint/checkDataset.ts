import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { withProgress } from '../commands/withProgress';
import { countOf } from '../../protocol/formatNumber';
import type { LintFeature } from './lintFeature';
import { isDataFile } from './openDatasets';
import { fileOf } from './problemTarget';

/** Checks a file as it stands on disk, or shows what is known of an open one, and brings its problems up. */
export async function checkDataset(
  lint: LintFeature,
  parameters: readonly unknown[],
): Promise<void> {
  const file = fileOf(parameters) ?? vscode.window.activeTextEditor?.document.uri.fsPath;
  if (file === undefined || !isDataFile(file)) {
    throw new UserError('There is no dataset to check.', {
      next: 'Open a JSONL, JSON, CSV or TSV file, or choose one in the Explorer.',
    });
  }
  lint.askedFor.add(file);
  const uri = vscode.Uri.file(file);
  const name = path.basename(file);
  if (lint.document(file) === undefined) {
    const setup = await lint.setupOf(uri);
    if (setup === null) {
      throw new UserError(`${name} is not checked.`, {
        next: 'Settings switch it off: finetune.lint.enabled and finetune.lint.unnamedFiles.',
      });
    }
    await withProgress(`Checking ${name}`, (signal, report) =>
      lint.check(
        file,
        { ...setup, isNamed: true },
        {
          signal,
          report: (share) => report(Math.floor(100 * share)),
        },
      ),
    );
  }
  const found = lint.results.get(file);
  const count = Object.values(found?.counts ?? {}).reduce((sum, each) => sum + each, 0);
  const rows = countOf(found?.rows ?? 0, 'row');
  if (count === 0) {
    vscode.window.setStatusBarMessage(`$(pass) ${name}: no problem in ${rows}`, 8_000);
    return;
  }
  const problems = countOf(count, 'problem');
  vscode.window.setStatusBarMessage(`$(warning) ${name}: ${problems} in ${rows}`, 8_000);
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

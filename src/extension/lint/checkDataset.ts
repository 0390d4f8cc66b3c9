import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { nextOf } from '../emitter';
import { shownFile } from '../openAt';
import { commandId } from '../contributions';
import { withProgress } from '../commands/withProgress';
import { countOf } from '../../protocol/formatNumber';
import type { LintFeature } from './lintFeature';
import { isDataFile } from './openDatasets';
import { fileOf } from './problemTarget';
import { whileThere } from './whileThere';

/** Checks a file as it stands on disk, or shows what is known of an open one, and brings its problems up. */
export async function checkDataset(
  lint: LintFeature,
  parameters: readonly unknown[],
): Promise<void> {
  const file = fileOf(parameters) ?? shownFile();
  // note: such files have no places for problems in the editor: their dataset page checks them and shows what it finds.
  if (file !== undefined && /\.(txt|parquet)$/i.test(file)) {
    await vscode.commands.executeCommand(commandId('openDataset'), vscode.Uri.file(file));
    return;
  }
  if (file === undefined || !isDataFile(file)) {
    throw new UserError('There is no dataset to check.', {
      next: 'Open a JSONL, JSON, CSV, TSV or text file, or choose one in the Explorer.',
    });
  }
  const uri = vscode.Uri.file(file);
  const name = path.basename(file);
  await lint.askFor(file);
  const setup = await lint.setupOf(uri);
  if (setup === null) {
    throw new UserError(`${name} is not checked.`, {
      next: 'The setting finetune.lint.enabled switches it off.',
    });
  }
  await withProgress(`Checking ${name}`, (cancelled, progress) =>
    whileThere(file, cancelled, async (signal) => {
      const report = (share: number): void => progress(Math.floor(100 * share));
      // note: the file may be opened or closed at any time; an open one speaks for itself.
      do {
        if (lint.document(file) === undefined) await lint.check(file, setup, { signal, report });
        else if (!lint.results.isComplete(file))
          await nextOf({ event: lint.results.onDidChange }, signal);
      } while (!lint.results.isComplete(file));
    }),
  );
  const found = lint.results.get(file);
  const count = Object.values(found?.counts ?? {}).reduce((sum, each) => sum + each, 0);
  const isUnsaved = found?.areOfSaved === true && lint.document(file)?.isDirty === true;
  const rows = `${countOf(found?.rows ?? 0, 'row')}${isUnsaved ? ' of the saved file: save it to check your changes' : ''}`;
  if (count === 0) {
    vscode.window.setStatusBarMessage(`$(pass) ${name}: no problem in ${rows}`, 8_000);
    return;
  }
  const problems = countOf(count, 'problem');
  // note: `workbench.actions.view.problems` hides the panel when it has the focus.
  await vscode.commands.executeCommand('workbench.panel.markers.view.focus');
  vscode.window.setStatusBarMessage(`$(warning) ${name}: ${problems} in ${rows}`, 8_000);
}

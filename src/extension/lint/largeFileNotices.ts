import path from 'node:path';
import * as vscode from 'vscode';
import { commandId } from '../contributions';
import { readSetting } from '../settings';
import type { LintFeature } from './lintFeature';

/** Says once of each file that is too large to be checked as it is typed when it is checked, and what fixes do. */
export class LargeFileNotices {
  private readonly told = new Set<string>();

  constructor(private readonly lint: LintFeature) {}

  async tell(file: string, size: number): Promise<void> {
    const uri = vscode.Uri.file(file);
    if (this.told.has(file) || (await this.lint.setupOf(uri)) === null) return;
    this.told.add(file);
    const isChecked =
      readSetting('lint.background', uri) &&
      size <= readSetting('lint.backgroundUpToMB', uri) * 1e6;
    const name = path.basename(file);
    const why = `${name} is larger than 50 MB: VS Code does not hand its text to extensions.`;
    const words = isChecked
      ? `${why} It is checked whenever it is saved; fixes are in the Datasets view and write a copy.`
      : `${why} It is checked when you ask for it; fixes are in the Datasets view and write a copy.`;
    const offered = isChecked ? ['Open dataset'] : ['Check this dataset', 'Open dataset'];
    const picked = await vscode.window.showInformationMessage(words, ...offered);
    if (picked === undefined) return;
    const command = picked === 'Open dataset' ? 'openDataset' : 'checkDataset';
    await vscode.commands.executeCommand(commandId(command), uri);
  }
}

import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from './disposables';
import type { HostPrograms } from './hostProcess';
import { launcherScript } from './launcherScript';
import { affects, readSetting } from './settings';

/**
 * Puts `finetune` on the path of the integrated terminal: a small script in the extension's storage
 * that runs the command line with the editor's own Node, so that users need none.
 */
export class TerminalPath implements vscode.Disposable {
  private readonly store = new DisposableStore();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly programs: HostPrograms,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affects(event, 'terminal.addToPath')) void this.apply();
      }),
    );
    void this.apply();
  }

  dispose(): void {
    this.store.dispose();
  }

  private async apply(): Promise<void> {
    const variables = this.context.environmentVariableCollection;
    if (!readSetting('terminal.addToPath')) {
      variables.clear();
      return;
    }
    try {
      const folder = path.join(this.context.globalStorageUri.fsPath, 'bin');
      const { name, text } = launcherScript(process.platform, this.programs);
      await mkdir(folder, { recursive: true });
      await writeScript(path.join(folder, name), text);
      variables.description = 'Adds the command line `finetune`';
      variables.prepend('PATH', `${folder}${path.delimiter}`, {
        applyAtProcessCreation: true,
        applyAtShellIntegration: true,
      });
    } catch (error) {
      this.log.warn(`finetune is not on the terminal's path: ${String(error)}`);
    }
  }
}

/** Another window may run the script at this moment: it is replaced whole, and only when it differs. */
async function writeScript(file: string, text: string): Promise<void> {
  const current = await readFile(file, 'utf8').catch(() => null);
  if (current === text) return;
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, text);
  await chmod(temporary, 0o755);
  await rename(temporary, file);
}

import * as vscode from 'vscode';
import { commandId } from '../contributions';
import type { Disposable } from '../disposables';
import type { RunStore } from '../runs/runStore';
import { readSetting } from '../settings';
import { EndedRuns } from './endedRuns';
import type { Ending } from './endedRuns';

const never = "Don't show again";

/** Notifies when a run of over 30 seconds ended or failed. */
export function notifyEnds(runs: RunStore): Disposable {
  const ended = new EndedRuns();
  return runs.onDidChange(() => {
    const endings = ended.update(runs.known());
    if (!readSetting('notifications.runEnded')) return;
    for (const ending of endings) void notify(ending);
  });
}

async function notify({ run, text, failed }: Ending): Promise<void> {
  const show = failed ? vscode.window.showErrorMessage : vscode.window.showInformationMessage;
  const second = failed ? 'Show log' : 'Evaluate';
  const answer = await show(text, 'Open', second, never);
  if (answer === 'Open') {
    await vscode.commands.executeCommand(commandId('openRun'), run.folder);
  } else if (answer === second) {
    const command = commandId(failed ? 'showLog' : 'evaluate');
    await vscode.commands.executeCommand(command, run.folder);
  } else if (answer === never) {
    await vscode.workspace
      .getConfiguration('finetune')
      .update('notifications.runEnded', false, vscode.ConfigurationTarget.Global);
  }
}

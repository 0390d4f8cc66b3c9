import * as vscode from 'vscode';
import { commandId } from '../contributions';
import { DisposableStore } from '../disposables';
import { isLive } from '../runs/runFacts';
import type { RunStore } from '../runs/runStore';
import { statusText } from './statusText';

/** One item while runs are live; a click opens the run, or asks which one. */
export class StatusBar implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly item = this.store.add(
    vscode.window.createStatusBarItem('finetune.status', vscode.StatusBarAlignment.Left, 0),
  );

  constructor(private readonly runs: RunStore) {
    this.item.name = 'Fine-Tune runs';
    this.store.add(runs.onDidChange(() => this.update()));
  }

  dispose(): void {
    this.store.dispose();
  }

  private update(): void {
    const known = this.runs.known();
    const shown = statusText(known);
    if (shown === null) {
      this.item.hide();
      return;
    }
    const live = known.filter(isLive);
    this.item.text = shown.text;
    this.item.tooltip = shown.tooltip;
    this.item.command =
      live.length === 1
        ? { title: 'Open run', command: commandId('openRun'), arguments: [live[0]?.folder] }
        : { title: 'Show runs', command: 'finetune.runs.focus' };
    this.item.show();
  }
}

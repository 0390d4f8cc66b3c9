import * as vscode from 'vscode';
import { progressPhases } from './progressPhases';

/** Runs something cancellable with a title, and a bar from the first percent that `report` hears. */
export async function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: (percent: number, words?: string) => void) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      const phases = progressPhases((said) => progress.report(said));
      try {
        return await work(cancel.signal, phases.tell);
      } finally {
        phases.end();
      }
    },
  );
}

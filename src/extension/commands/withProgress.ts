import * as vscode from 'vscode';

/** Runs something cancellable with a title, and a bar from the first percent that `report` hears. */
export async function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: (percent: number) => void) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      let done = 0;
      return work(cancel.signal, (percent) => {
        progress.report({ message: `${percent} %`, increment: Math.max(0, percent - done) });
        done = Math.max(done, percent);
      });
    },
  );
}

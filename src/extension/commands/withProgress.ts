import * as vscode from 'vscode';

/** Runs something cancellable with words and time that the user sees. */
export async function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: (words: string) => void) => Promise<T>,
): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      const cancel = new AbortController();
      token.onCancellationRequested(() => cancel.abort());
      return work(cancel.signal, (words) => progress.report({ message: words }));
    },
  );
}

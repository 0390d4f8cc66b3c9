import * as vscode from 'vscode';

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
      let done = 0;
      let phase: string | undefined;
      return work(cancel.signal, (percent, words) => {
        // note: each phase counts from 0; the bar goes back only with the words that say why.
        if (words !== phase) done = 0;
        phase = words;
        const message = words === undefined ? `${percent} %` : `: ${words}, ${percent} %`;
        progress.report({ message, increment: Math.max(0, percent - done) });
        done = Math.max(done, percent);
      });
    },
  );
}

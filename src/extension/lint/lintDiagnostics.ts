import * as vscode from 'vscode';
import { DisposableStore } from '../disposables';
import { readSetting } from '../settings';
import { capFindings } from './capFindings';
import { LintDiagnostic, MoreDiagnostic } from './lintDiagnostic';
import type { LintResults } from './lintResults';

/** While somebody types, problems move with their text by themselves: they are replaced so often at most. */
const replaceEveryMs = 80;

/** Shows what lint found as problems: squiggles, Problems panel, Explorer badge. */
export class LintDiagnostics implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly collection = this.store.add(
    vscode.languages.createDiagnosticCollection('fine-tune datasets'),
  );
  private readonly due = new Map<string, NodeJS.Timeout>();

  constructor(private readonly results: LintResults) {
    this.store.add(results.onDidChange((path) => this.schedule(path)));
  }

  dispose(): void {
    for (const timer of this.due.values()) clearTimeout(timer);
    this.store.dispose();
  }

  private schedule(path: string): void {
    if (this.due.has(path)) return;
    this.due.set(
      path,
      setTimeout(() => {
        this.due.delete(path);
        this.show(path);
      }, replaceEveryMs),
    );
  }

  private show(path: string): void {
    const uri = vscode.Uri.file(path);
    const found = this.results.get(path);
    if (found === null) {
      this.collection.delete(uri);
      return;
    }
    const most = readSetting('lint.mostPerRule', uri);
    const { shown, more } = capFindings(found.findings, found.counts, most);
    this.collection.set(uri, [
      ...shown.map((finding) => new LintDiagnostic(finding)),
      ...more.map(({ rule, last, count }) => new MoreDiagnostic(rule, last, count)),
    ]);
  }
}

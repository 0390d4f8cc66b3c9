import { Emitter } from '../emitter';

/** Work that the host does for a run ("Evaluating…"), so that its page can say so. */
export class BusyRuns {
  private readonly words = new Map<string, string>();
  private readonly changes = new Emitter<string>();

  /** Fires the folder of the run whose words changed. */
  readonly onDidChange = this.changes.event;

  get(folder: string): string | null {
    return this.words.get(folder) ?? null;
  }

  /** Null ends the work. */
  set(folder: string, words: string | null): void {
    if (words === null) this.words.delete(folder);
    else this.words.set(folder, words);
    this.changes.fire(folder);
  }

  dispose(): void {
    this.changes.dispose();
  }
}

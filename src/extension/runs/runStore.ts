import path from 'node:path';
import type { Disposable } from '../disposables';
import { Emitter } from '../emitter';
import type { AnyRun, KnownRun } from './knownRun';
import { isLive } from './runFacts';
import { withStall } from './stall';
import { Throttle, systemClock } from './throttle';
import type { Clock } from './throttle';

/** A folder that holds run folders, and the workspace folder it belongs to. */
export interface RunRoot {
  readonly folder: string;
  readonly owner: string;
}

/** How the store reaches the disk; tests pass their own. */
export interface RunReader {
  list(root: string): Promise<readonly string[]>;
  read(folder: string): Promise<AnyRun>;
}

export interface RunsChange {
  /** Folders whose run was read again. */
  readonly folders: readonly string[];
  /** Whether runs came or went. */
  readonly listChanged: boolean;
}

/** At most four updates a second reach the views. */
const intervalMs = 250;

/**
 * All runs of the window, read from their folders: the folder is the truth, `touch` only says that it
 * changed. Reads one folder after the other, so that a window with many runs stays responsive.
 */
export class RunStore implements Disposable {
  private roots: readonly RunRoot[] = [];
  private readonly runs = new Map<string, { run: AnyRun; owner: string }>();
  private readonly dirty = new Set<string>();
  private readonly stalled = new Map<string, number>();
  private mustScan = false;
  private working: Promise<void> | null = null;
  private readonly changes = new Emitter<RunsChange>();
  private readonly throttle: Throttle;

  readonly onDidChange = this.changes.event;

  constructor(
    private readonly reader: RunReader,
    clock: Clock = systemClock,
  ) {
    this.throttle = new Throttle(() => void this.work(), intervalMs, clock);
  }

  /** All runs, newest first by the date in their folder's name. */
  all(): readonly { readonly run: AnyRun; readonly owner: string }[] {
    return [...this.runs.values()].sort((a, b) =>
      path.basename(b.run.folder).localeCompare(path.basename(a.run.folder)),
    );
  }

  /** The readable ones, newest first. */
  known(): readonly KnownRun[] {
    return this.all().flatMap(({ run }) => (run.type === 'run' ? [run] : []));
  }

  get(folder: string): AnyRun | undefined {
    return this.runs.get(folder)?.run;
  }

  setRoots(roots: readonly RunRoot[]): void {
    this.roots = roots;
    this.rescan();
  }

  /** Looks for new and vanished runs and reads all again. */
  rescan(): void {
    this.mustScan = true;
    this.throttle.request();
  }

  /** Reads one run again soon; an unknown folder makes the store look for new runs. */
  touch(folder: string): void {
    if (this.runs.has(folder)) this.dirty.add(folder);
    else this.mustScan = true;
    this.throttle.request();
  }

  /** Says since when (seconds since 1970) nothing was heard of a run; null: it was. */
  setStalled(folder: string, since: number | null): void {
    if ((this.stalled.get(folder) ?? null) === since) return;
    if (since === null) this.stalled.delete(folder);
    else this.stalled.set(folder, since);
    this.touch(folder);
  }

  /** Resolves when everything asked for so far was read. */
  async settled(): Promise<void> {
    while (this.working !== null || this.dirty.size > 0 || this.mustScan) {
      await (this.working ?? this.work());
    }
  }

  dispose(): void {
    this.throttle.dispose();
    this.changes.dispose();
  }

  /** One pass at a time; what arrives meanwhile starts another. */
  private async work(): Promise<void> {
    if (this.working !== null) {
      await this.working;
      this.throttle.request();
      return;
    }
    this.working = this.pass();
    try {
      await this.working;
    } finally {
      this.working = null;
    }
  }

  private async pass(): Promise<void> {
    const listChanged = this.mustScan ? await this.scan() : false;
    const folders = [...this.dirty];
    this.dirty.clear();
    for (const folder of folders) {
      const known = this.runs.get(folder);
      if (known === undefined) continue;
      this.runs.set(folder, { ...known, run: await this.read(folder) });
    }
    if (listChanged || folders.length > 0) this.changes.fire({ folders, listChanged });
  }

  private async read(folder: string): Promise<AnyRun> {
    const run = await this.reader.read(folder);
    const since = this.stalled.get(folder);
    return since !== undefined && run.type === 'run' && isLive(run) ? withStall(run, since) : run;
  }

  /** Marks every listed run for reading and forgets those that are gone. */
  private async scan(): Promise<boolean> {
    this.mustScan = false;
    const found = new Map<string, string>();
    for (const root of this.roots) {
      for (const folder of await this.reader.list(root.folder)) {
        if (!found.has(folder)) found.set(folder, root.owner);
      }
    }
    const gone = [...this.runs.keys()].filter((folder) => !found.has(folder));
    for (const folder of gone) this.runs.delete(folder);
    let changed = gone.length > 0;
    for (const [folder, owner] of found) {
      if (!this.runs.has(folder)) {
        changed = true;
        this.runs.set(folder, { run: await this.read(folder), owner });
      } else {
        this.dirty.add(folder);
      }
    }
    return changed;
  }
}

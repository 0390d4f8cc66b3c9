import { connectTrainer } from '../../runs/trainerClient';
import type { TrainerClient } from '../../runs/trainerClient';
import type { RunWatcher } from '../../runs/watchRuns';
import type { Disposable } from '../disposables';
import { DisposableStore } from '../disposables';
import { isLive } from './runFacts';
import type { RunStore } from './runStore';
import { StallWatch } from './stall';

/** A killed trainer changes no file: live runs are looked at this often whatever happens. */
const lookEveryMs = 5_000;

/**
 * Keeps the store up to date: watches the roots, listens to the sockets of live runs and looks at
 * them now and then. What a socket tells is only a hint to read the folder again.
 */
export class RunFollower implements Disposable {
  private readonly store = new DisposableStore();
  private readonly stalls = new StallWatch(lookEveryMs);
  private readonly clients = new Map<string, { address: string; client: TrainerClient }>();
  private watched = '';
  private watcher: RunWatcher | null = null;
  private isOver = false;

  constructor(private readonly runs: RunStore) {
    this.store.add(runs.onDidChange(() => this.listen()));
    const timer = setInterval(() => {
      const live = runs.known().filter(isLive);
      for (const [folder, since] of this.stalls.look(live, Date.now()))
        runs.setStalled(folder, since);
      for (const { folder } of live) runs.touch(folder);
    }, lookEveryMs);
    this.store.add({ dispose: () => clearInterval(timer) });
  }

  /** Watches these folders instead of the earlier ones. */
  async watch(folders: readonly string[]): Promise<void> {
    const key = folders.join('\n');
    if (key === this.watched) return;
    this.watched = key;
    await this.watcher?.close();
    this.watcher = null;
    // note: loaded late, so that activation does not wait for the watching library.
    const { watchRuns } = await import('../../runs/watchRuns');
    if (this.isOver || this.watched !== key) return;
    this.watcher = watchRuns(folders, (folder) => this.runs.touch(folder));
  }

  dispose(): void {
    this.isOver = true;
    this.store.dispose();
    for (const { client } of this.clients.values()) client.close();
    this.clients.clear();
    void this.watcher?.close();
  }

  /** One connection to each live run, none to the others. */
  private listen(): void {
    const live = new Map(
      this.runs.known().flatMap((run) => {
        const { socket } = run.record;
        return isLive(run) && socket !== null ? [[run.folder, socket] as const] : [];
      }),
    );
    for (const [folder, { address, client }] of this.clients) {
      if (live.get(folder) === address) continue;
      client.close();
      this.leave(folder);
    }
    for (const [folder, address] of live) {
      if (!this.clients.has(folder)) this.connect(folder, address);
    }
  }

  private leave(folder: string): void {
    this.clients.delete(folder);
    this.stalls.forget(folder);
    this.runs.setStalled(folder, null);
  }

  private connect(folder: string, address: string): void {
    this.stalls.heard(folder, Date.now());
    const client = connectTrainer(address, {
      message: ({ type }) => {
        this.stalls.heard(folder, Date.now());
        if (type !== 'heartbeat') this.runs.touch(folder);
        else this.runs.setStalled(folder, null);
      },
      closed: (_reason, isFinal) => {
        if (isFinal) this.leave(folder);
        this.runs.touch(folder);
      },
    });
    this.clients.set(folder, { address, client });
  }
}

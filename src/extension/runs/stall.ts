import { formatWholeDuration } from '../../protocol/formatNumber';
import type { TrainLine } from '../../protocol/run';
import type { KnownRun } from './knownRun';
import { stepsDone } from './runFacts';

/** A trainer sends a heartbeat every second; one that is busy beyond all measure may miss some. */
const leastSeconds = 30;
const silentSteps = 10;

/**
 * Seconds of silence after which a live run counts as stalled: half a minute, or ten steps of its median time where those
 * take longer.
 */
export function stallAfterSeconds(recent: readonly TrainLine[]): number {
  const times = recent
    .slice(1)
    .map(({ time }, at) => time - (recent[at]?.time ?? time))
    .sort((a, b) => a - b);
  return Math.max(leastSeconds, silentSteps * (times[times.length >> 1] ?? 0));
}

/** When each live run was last heard. Times in milliseconds. */
export class StallWatch {
  private readonly heardAt = new Map<string, number>();
  private lookedAt: number | null = null;

  constructor(private readonly lookEveryMs: number) {}

  heard(folder: string, now: number): void {
    this.heardAt.set(folder, now);
  }

  forget(folder: string): void {
    this.heardAt.delete(folder);
  }

  /**
   * Since when each run is silent for too long, in seconds since 1970; null for one that is not. Call it regularly: after a
   * pause of its own, as when the machine slept, everybody gets time to be heard again.
   */
  look(runs: readonly KnownRun[], now: number): ReadonlyMap<string, number | null> {
    const wasAway = this.lookedAt !== null && now - this.lookedAt > 3 * this.lookEveryMs;
    this.lookedAt = now;
    if (wasAway) for (const folder of this.heardAt.keys()) this.heardAt.set(folder, now);
    return new Map(
      runs.map(({ folder, recent }) => {
        const heard = this.heardAt.get(folder) ?? now;
        const isSilent = now - heard > 1_000 * stallAfterSeconds(recent);
        return [folder, isSilent ? heard / 1_000 : null] as const;
      }),
    );
  }
}

/** The run with a flag where it stalled; the flag goes when the trainer is heard again. */
export function withStall(run: KnownRun, since: number): KnownRun {
  const silence = formatWholeDuration(stallAfterSeconds(run.recent));
  const at = new Date(since * 1_000).toTimeString().slice(0, 8);
  const message =
    `Nothing was heard from the trainer for over ${silence}, since ${at}. It may be suspended, or the machine is short of ` +
    'memory. If it does not go on, stop the run and resume it.';
  const event = { type: 'stalled', step: stepsDone(run), time: since, message } as const;
  return { ...run, record: { ...run.record, events: [...run.record.events, event] } };
}

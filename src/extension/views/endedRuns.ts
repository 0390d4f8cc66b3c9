import type { KnownRun } from '../runs/knownRun';
import { isLive, secondsTaken } from '../runs/runFacts';
import { bestText, failureText } from './runText';

/** Shorter runs end in front of the user's eyes. */
const worthTellingSeconds = 30;

export interface Ending {
  readonly run: KnownRun;
  readonly text: string;
  readonly failed: boolean;
}

/**
 * Tells which runs ended since the last call: those that were live then and are not any more, after
 * over 30 seconds. A stop that the user asked for is no news.
 */
export class EndedRuns {
  private live = new Set<string>();

  update(runs: readonly KnownRun[]): readonly Ending[] {
    const endings = runs
      .filter((run) => this.live.has(run.folder) && !isLive(run))
      .flatMap((run) => endingOf(run) ?? []);
    this.live = new Set(runs.filter(isLive).map(({ folder }) => folder));
    return endings;
  }
}

function endingOf(run: KnownRun): Ending | null {
  const { name, state, finishedAt, startedAt } = run.record;
  const seconds = finishedAt === null ? secondsTaken(run) : finishedAt - startedAt;
  if (seconds === null || seconds <= worthTellingSeconds) return null;
  if (state === 'finished') {
    const best = bestText(run.record);
    return { run, text: `${name} has finished${best === null ? '' : `: ${best}`}.`, failed: false };
  }
  if (state === 'failed') {
    return { run, text: `${name} has failed: ${failureText(run.record)}.`, failed: true };
  }
  if (state === 'interrupted') {
    return { run, text: `${name} was interrupted. It can resume.`, failed: true };
  }
  return null;
}

import { isGettingReady, liveStates } from '../../protocol/run';
import { progressOf } from '../../runs/progress';
import type { KnownRun } from './knownRun';

/** Facts that follow from what is known about a run; pure, shared by tree, status bar and commands. */

export function isLive({ record }: KnownRun): boolean {
  return liveStates.includes(record.state);
}

/** A run that ended early goes on from its last checkpoint, or from its start when it has none. */
export function isResumable({ record }: KnownRun): boolean {
  return ['stopped', 'interrupted', 'failed'].includes(record.state);
}

/** Optimiser steps done so far; of a run that is resumed, those it goes on from. */
export function stepsDone({ record, recent, checkpoints }: KnownRun): number {
  const kept = checkpoints.at(-1) ?? 0;
  return isGettingReady(record) ? kept : (recent.at(-1)?.step ?? kept);
}

/** Whether the run takes steps: its last lines say how far it is and how fast. */
export function isUnderWay({ record, recent }: KnownRun): boolean {
  return liveStates.includes(record.state) && !isGettingReady(record) && recent.length > 0;
}

/** Seconds until the last step, from the pace of the last lines; null unless it runs at a known pace. */
export function secondsLeft({ record, recent }: KnownRun): number | null {
  return record.state === 'running' ? progressOf(recent, record.totalSteps).secondsLeft : null;
}

/** Seconds from start to end, or to the last line of a run that never wrote its end. */
export function secondsTaken({ record, recent }: KnownRun): number | null {
  const end = record.finishedAt ?? recent.at(-1)?.time ?? null;
  return end === null ? null : Math.max(0, end - record.startedAt);
}

/** The words that `viewItem` clauses look for. */
export function contextValueOf(run: KnownRun): string {
  const words = ['run', isLive(run) ? 'live' : 'ended'];
  if (isResumable(run)) words.push('resumable');
  if (run.hasModel) words.push('model');
  return words.join(' ');
}

/** The run before this one that came from the same config file; null when there is none. */
export function previousRunOf(run: KnownRun, all: readonly KnownRun[]): KnownRun | null {
  const { configFile, startedAt } = run.record;
  if (configFile === null) return null;
  const earlier = all.filter(
    ({ record, folder }) =>
      folder !== run.folder && record.configFile === configFile && record.startedAt <= startedAt,
  );
  return earlier.sort((a, b) => b.record.startedAt - a.record.startedAt)[0] ?? null;
}

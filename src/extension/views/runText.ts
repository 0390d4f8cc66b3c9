import path from 'node:path';
import { assertNever } from '../../protocol/assertNever';
import { isStalled, type Phase, type RunRecord } from '../../protocol/run';
import { parsePlace } from '../placeText';
import type { KnownRun } from '../runs/knownRun';
import { isUnderWay, secondsLeft, secondsTaken, stepsDone } from '../runs/runFacts';
import {
  formatNumber,
  formatScore,
  formatShare,
  formatWholeDuration,
} from '../../protocol/formatNumber';

/** A codicon with the id of its theme colour. */
export interface IconText {
  readonly icon: string;
  readonly color: string | null;
}

/** Icon of a run by state. */
export function runIcon(record: RunRecord): IconText {
  const { state, waitingFor } = record;
  if (isStalled(record)) return { icon: 'warning', color: 'problemsWarningIcon.foreground' };
  switch (state) {
    case 'starting':
      return waitingFor === null ? spinner : { icon: 'clock', color: null };
    case 'running':
    case 'stopping':
      return spinner;
    case 'finished':
      return { icon: 'pass-filled', color: 'testing.iconPassed' };
    case 'stopped':
      return { icon: 'circle-slash', color: null };
    case 'failed':
      return { icon: 'error', color: 'errorForeground' };
    case 'interrupted':
      return { icon: 'debug-disconnect', color: 'problemsWarningIcon.foreground' };
    default:
      return assertNever(state, 'run state');
  }
}

/** What stands beside a run's name in the tree. */
export function runDescription(run: KnownRun): string {
  const { record } = run;
  const progress = `${stepsDone(run)}/${record.totalSteps ?? '?'}`;
  if (isStalled(record)) return `Stalled at ${progress}`;
  switch (record.state) {
    case 'starting':
      return startingDescription(record);
    case 'running':
      return runningDescription(run);
    case 'stopping':
      return isUnderWay(run) ? `Stopping after step ${stepsDone(run) + 1}…` : 'Stopping…';
    case 'finished':
      return joined([bestText(record), durationText(run)]);
    case 'stopped':
      return `Stopped at ${progress}`;
    case 'failed':
      return failureText(record);
    case 'interrupted':
      return `Interrupted at ${progress} · can resume`;
    default:
      return assertNever(record.state, 'run state');
  }
}

/** `f1-macro .672`, or null before the first evaluation. */
export function bestText({ best }: RunRecord): string | null {
  return best === null ? null : `${best.metric} ${formatScore(best.metric, best.value)}`;
}

/** Why a run failed, in one line; the file it names is in the tooltip and the Problems view. */
export function failureText({ failure }: RunRecord): string {
  if (failure === null) return 'Failed without a reason; see the log';
  return firstSentence(parsePlace(failure.reason).rest);
}

/** The first sentence without its full stop: descriptions are one line. */
function firstSentence(text: string): string {
  const end = /[.!?](?=\s)|[.]$/.exec(text);
  return end === null ? text : text.slice(0, end.index);
}

/** Name of the run in a folder called `20260102-030405-emotions`. */
export function nameFromFolder(folder: string): string {
  return path.basename(folder).replace(/^\d{8}-\d{6}-/, '');
}

/** Something is under way. */
export const spinner: IconText = { icon: 'loading~spin', color: null };

const phaseWords: Record<Phase, string> = {
  'read-config': 'Reading config…',
  'wait-for-memory': 'Waiting for memory…',
  'load-model': 'Loading model…',
  'read-data': 'Reading data…',
  tokenise: 'Tokenising…',
  'choose-device': 'Choosing device…',
  compile: 'Compiling…',
  train: 'First step…',
  'save-model': 'Saving model…',
};

function startingDescription({ waitingFor, phases }: RunRecord): string {
  if (waitingFor !== null) return `Waits for ${nameFromFolder(waitingFor.run)} (memory)`;
  const phase = phases.findLast(({ finishedAt }) => finishedAt === null) ?? phases.at(-1);
  if (phase === undefined) return 'Starting…';
  const words = phaseWords[phase.phase];
  return phase.done === null ? words : `${words.slice(0, -1)} ${formatShare(phase.done, 1)}`;
}

function runningDescription(run: KnownRun): string {
  const { record, recent } = run;
  const last = recent.at(-1);
  if (last === undefined) return startingDescription(record);
  if (
    record.phases.some(({ phase, finishedAt }) => phase === 'save-model' && finishedAt === null)
  ) {
    return phaseWords['save-model'];
  }
  const left = secondsLeft(run);
  return joined([
    record.totalSteps === null ? `step ${last.step}` : formatShare(last.step, record.totalSteps),
    `loss ${formatNumber(last.loss)}`,
    left === null ? null : `${formatWholeDuration(left)} left`,
  ]);
}

function durationText(run: KnownRun): string | null {
  const seconds = secondsTaken(run);
  return seconds === null ? null : formatWholeDuration(seconds);
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}

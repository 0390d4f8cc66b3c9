import type { RunRecord } from '../../protocol/run';
import { isGettingReady, liveStates } from '../../protocol/run';
import { formatCount, formatDuration, formatNumber } from '../../protocol/formatNumber';
import type { Curves } from '../plot/curves';
import { lastStep } from '../plot/curves';

export interface Progress {
  /** From 0 to 1; null while the total is unknown. */
  readonly share: number | null;
  readonly words: string;
}

/** Steps over which the time left is judged: long enough to hold evaluations, short enough to react. */
const nStepsJudged = 100;

/**
 * "Step 230 of 500 · epoch 1.84 of 4 · 1 m 12 s left", or how long it took once it has ended. Nothing of earlier steps
 * while a resumed run gets ready: it may go back behind them.
 */
export function progressOf(record: RunRecord, curves: Curves, now: number): Progress {
  const step = lastStep(curves);
  const isLive = liveStates.includes(record.state);
  if (isGettingReady(record) && step !== null) {
    // The run began once before: what counts now is since when it gets ready to go on.
    const since = record.phases[0]?.startedAt ?? now;
    return { share: null, words: `Getting ready · ${formatDuration(Math.max(0, now - since))}` };
  }
  if (step === null) {
    const since = isLive ? now : (record.finishedAt ?? now);
    return {
      share: isLive ? null : 0,
      words: `No step yet · ${formatDuration(Math.max(0, since - record.startedAt))}`,
    };
  }
  const total = record.totalSteps;
  const epoch = curves.train.epoch.at(-1) ?? curves.evaluation.epoch.at(-1);
  const parts = [
    `Step ${formatCount(step)}${total === null ? '' : ` of ${formatCount(total)}`}`,
    epoch === undefined
      ? ''
      : `epoch ${formatNumber(epoch)}${record.totalEpochs === null ? '' : ` of ${record.totalEpochs}`}`,
    isLive ? timeLeftWords(record, curves, now) : durationWords(record),
  ];
  return {
    share: total === null || total === 0 ? null : Math.min(1, step / total),
    words: parts.filter((part) => part !== '').join(' · '),
  };
}

/** Seconds until the last step, judged by the latest steps; null before the second. */
export function secondsLeft(record: RunRecord, curves: Curves, now: number): number | null {
  const { step, time } = curves.train;
  const last = step.length - 1;
  const first = Math.max(0, last - nStepsJudged);
  const [lastStepTaken, lastTime, firstStep, firstTime] = [
    step[last],
    time[last],
    step[first],
    time[first],
  ];
  if (lastStepTaken === undefined || lastTime === undefined || record.totalSteps === null)
    return null;
  if (firstStep === undefined || firstTime === undefined || lastStepTaken === firstStep)
    return null;
  const perStep = (lastTime - firstTime) / (lastStepTaken - firstStep);
  const sinceLast = Math.min(Math.max(0, now - lastTime), perStep);
  return Math.max(0, (record.totalSteps - lastStepTaken) * perStep - sinceLast);
}

function timeLeftWords(record: RunRecord, curves: Curves, now: number): string {
  const left = secondsLeft(record, curves, now);
  if (record.state === 'stopping' || left === null) return '';
  return left === 0 ? 'saving' : `${formatDuration(left)} left`;
}

function durationWords({ startedAt, finishedAt }: RunRecord): string {
  return finishedAt === null ? '' : formatDuration(finishedAt - startedAt);
}

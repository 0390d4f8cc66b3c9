import { formatNumber } from '../../protocol/formatNumber';
import type { RunEvent } from '../../protocol/run';

/** What is kept of the steps so far; a resumed run begins to watch anew. */
export interface StepWatch {
  /** Losses of the last steps, the newest last. */
  readonly losses: readonly number[];
  /** How many of the last steps, without a break, had a norm far over the clip. */
  readonly nHard: number;
  /** Whether the present hard clipping, or the present spike, was told already. */
  readonly isHardTold: boolean;
  readonly isSpikeTold: boolean;
}

export const nothingWatched: StepWatch = {
  losses: [],
  nHard: 0,
  isHardTold: false,
  isSpikeTold: false,
};

/**
 * Clipped hard: the norm was more than ten times `training.gradientClip` for 20 steps in a row. Sound runs come near: one of
 * SST-2 was over ten times for 12.
 */
const hardTimes = 10;
const hardSteps = 20;

/**
 * Loss spike: the mean loss of the last 3 steps lies 8 deviations over the median of the 50 before, a deviation being
 * 1.4826 times the median distance from that median (what the standard deviation is for normal losses) and at least a
 * twentieth of it. One hard batch among easy ones is none.
 */
const spikeSteps = 3;
const windowSteps = 50;
const fewestSteps = 20;
const spikeDeviations = 8;
const leastDeviation = 0.05;

export interface WatchedStep {
  readonly step: number;
  readonly loss: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  /** 0: no clipping. */
  readonly gradientClip: number;
}

export interface Watched {
  readonly watch: StepWatch;
  readonly events: readonly Omit<RunEvent, 'time'>[];
}

/** Looks at one more step. Each trouble is told once, and again only after it was over. */
export function watchStep(before: StepWatch, seen: WatchedStep): Watched {
  const losses = [...before.losses, seen.loss].slice(-(windowSteps + spikeSteps));
  const isHard = seen.gradientClip > 0 && seen.gradientNorm > hardTimes * seen.gradientClip;
  const nHard = isHard ? before.nHard + 1 : 0;
  const spike = spikeOf(losses);
  const tellsHard = nHard >= hardSteps && !before.isHardTold;
  const tellsSpike = spike !== null && !before.isSpikeTold;
  return {
    watch: {
      losses,
      nHard,
      isHardTold: isHard && (before.isHardTold || tellsHard),
      isSpikeTold: spike !== null,
    },
    events: [
      ...(tellsHard ? [clippedHard(seen)] : []),
      ...(tellsSpike ? [lossSpike(seen, spike)] : []),
    ],
  };
}

interface Spike {
  readonly mean: number;
  readonly usual: number;
}

function spikeOf(losses: readonly number[]): Spike | null {
  const [window, last] = [losses.slice(0, -spikeSteps), losses.slice(-spikeSteps)];
  if (window.length < fewestSteps) return null;
  const usual = median(window);
  const distance = median(window.map((loss) => Math.abs(loss - usual)));
  const deviation = Math.max(1.4826 * distance, leastDeviation * Math.abs(usual));
  const mean = last.reduce((sum, loss) => sum + loss, 0) / last.length;
  return mean > usual + spikeDeviations * deviation ? { mean, usual } : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

function clippedHard({ step, gradientNorm, gradientClip }: WatchedStep): Omit<RunEvent, 'time'> {
  return {
    type: 'clipped-hard',
    step,
    message:
      `The gradient norm has been over ${hardTimes} times training.gradientClip (${gradientClip}) for ${hardSteps} steps, ` +
      `${formatNumber(gradientNorm)} now: little but its direction is used. Raise training.gradientClip, or look for wrong labels.`,
  };
}

function lossSpike({ step }: WatchedStep, { mean, usual }: Spike): Omit<RunEvent, 'time'> {
  return {
    type: 'loss-spike',
    step,
    message:
      `The loss rose to ${formatNumber(mean)} over ${spikeSteps} steps; it was about ${formatNumber(usual)} before. ` +
      'If it stays there, lower training.learningRate.',
  };
}

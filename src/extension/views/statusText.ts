import { isStalled } from '../../protocol/run';
import type { KnownRun } from '../runs/knownRun';
import { isLive, isUnderWay, secondsLeft, stepsDone } from '../runs/runFacts';
import { formatShare, formatShortDuration } from '../../protocol/formatNumber';
import { runDescription } from './runText';

/** Text and tooltip of the status bar item; null when no run is live and the item hides. */
export function statusText(
  runs: readonly KnownRun[],
): { readonly text: string; readonly tooltip: string } | null {
  const live = runs.filter(isLive);
  const first = live[0];
  if (first === undefined) return null;
  const tooltip = live.map((run) => `${run.record.name}: ${runDescription(run)}`).join('\n');
  if (live.length > 1) return { text: `$(loading~spin) ${live.length} runs`, tooltip };
  return {
    text: `${icon(first)} ${plain(first.record.name)} ${progress(first)}`.trimEnd(),
    tooltip,
  };
}

function icon({ record }: KnownRun): string {
  if (isStalled(record)) return '$(warning)';
  return record.waitingFor === null ? '$(loading~spin)' : '$(clock)';
}

function progress(run: KnownRun): string {
  const { totalSteps, state } = run.record;
  if (isStalled(run.record)) return 'stalled';
  if (state === 'stopping') return 'stopping';
  if (totalSteps === null || !isUnderWay(run))
    return run.record.waitingFor === null ? 'starting' : 'waits';
  const left = secondsLeft(run);
  const share = formatShare(stepsDone(run), totalSteps);
  return left === null ? share : `${share} · ${formatShortDuration(left)} left`;
}

/** The status bar reads `$(name)` as an icon, wherever the text comes from. */
function plain(name: string): string {
  return name.replaceAll('$(', '$\u200b(');
}

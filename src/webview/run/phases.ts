import type { Phase, PhaseTime } from '../../protocol/run';
import { element, fill } from '../element';
import { formatDuration, formatPercent } from '../../protocol/formatNumber';

const phaseWords: Readonly<Record<Phase, string>> = {
  'read-config': 'Read config',
  'wait-for-memory': 'Wait for memory',
  'load-model': 'Load model',
  'read-data': 'Read data',
  tokenise: 'Tokenise',
  'choose-device': 'Choose device',
  compile: 'Compile',
  train: 'Train',
  'save-model': 'Save model',
};

/** "62 % · 43,410 rows", "43,410 rows". */
function phaseDetail({ done, finishedAt, detail }: PhaseTime): string {
  const share = done !== null && finishedAt === null ? formatPercent(done) : '';
  return [share, detail ?? ''].filter((part) => part !== '').join(' · ');
}

/** What the trainer does before its first step, each phase with its time. */
export function drawPhases(
  target: HTMLElement,
  phases: readonly PhaseTime[],
  now: number,
  isLive: boolean,
): void {
  fill(
    target,
    ...phases.map((phase) => {
      const { startedAt, finishedAt } = phase;
      const state = finishedAt !== null ? 'done' : isLive ? 'under way' : 'not finished';
      const sign = finishedAt !== null ? '✓' : isLive ? '…' : '✕';
      const end = finishedAt ?? (isLive ? now : null);
      return element(
        'li',
        { class: `phase ${finishedAt === null ? 'open' : ''}` },
        element('span', { class: 'phase-sign', attributes: { 'aria-hidden': true } }, sign),
        element('span', { class: 'phase-name' }, phaseWords[phase.phase]),
        element('span', { class: 'visually-hidden' }, state),
        element('span', { class: 'phase-detail number' }, phaseDetail(phase)),
        element(
          'span',
          { class: 'phase-time number' },
          end === null ? '' : formatDuration(Math.max(0, end - startedAt)),
        ),
      );
    }),
  );
}

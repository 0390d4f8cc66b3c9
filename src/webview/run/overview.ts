import type { RunAction } from '../../protocol/pages';
import { isGettingReady, liveStates } from '../../protocol/run';
import { element, fill, setText } from '../element';
import { emptyView } from '../emptyView';
import { formatDuration } from '../../protocol/formatNumber';
import type { ChartGrid } from '../plot/chartGrid';
import { createChartGrid } from '../plot/chartGrid';
import { lastStep } from '../plot/curves';
import type { PlotState } from '../plot/plotState';
import { createEventsList } from './eventsList';
import { drawPhases } from './phases';
import type { KnownRun, RunModel } from './runModel';
import { plotted } from './runModel';
import { createRunsBar } from './runsBar';

export interface Overview {
  readonly element: HTMLElement;
  readonly charts: ChartGrid;
  draw(model: RunModel, colors: Readonly<Record<string, number>>): void;
  /** Goes on with the clocks of phases that are under way. */
  tick(run: KnownRun): void;
}

/** Phases until the first step, then the charts with their events; phases fold away below. */
export function createOverview(handlers: {
  readonly plotState: PlotState;
  readonly onPlotState: (state: PlotState) => void;
  readonly onAction: (action: RunAction) => void;
  readonly onOpen: (id: string) => void;
  readonly onOverlay: (ids: readonly string[]) => void;
}): Overview {
  const charts = createChartGrid(handlers.plotState, handlers.onPlotState);
  const runsBar = createRunsBar(handlers);
  const events = createEventsList((step) => charts.pointAt(step));
  const phaseList = element('ol', { class: 'phases' });
  const phaseTitle = element('summary');
  const phases = element('details', { class: 'phases-fold' }, phaseTitle, phaseList);
  const empty = element('div');
  const fault = element('div', { class: 'trouble' });
  fault.hidden = true;
  let faultDrawn = '';
  let wasStarted: boolean | null = null;
  let emptyDrawn = '';

  const drawPhasesOf = (run: KnownRun): void => {
    const isStarted = lastStep(run.curves) !== null && !isGettingReady(run.record);
    const list = run.record.phases.filter(({ phase }) => !isStarted || phase !== 'train');
    const isLive = liveStates.includes(run.record.state);
    phases.hidden = list.length === 0;
    phases.classList.toggle('first', !isStarted);
    if (isStarted !== wasStarted) phases.open = !isStarted;
    wasStarted = isStarted;
    const seconds = list.reduce(
      (sum, { startedAt, finishedAt }) => sum + Math.max(0, (finishedAt ?? startedAt) - startedAt),
      0,
    );
    setText(
      phaseTitle,
      isStarted ? `Before and after training: ${formatDuration(seconds)}` : 'Getting ready',
    );
    drawPhases(phaseList, list, Date.now() / 1000, isLive);
  };

  const drawFault = ({ fault: found = null }: KnownRun): void => {
    const reason = found?.reason ?? '';
    if (reason === faultDrawn) return;
    faultDrawn = reason;
    fault.hidden = found === null;
    if (found === null) return;
    fill(
      fault,
      element('p', { class: 'trouble-reason' }, found.reason),
      element('p', {}, found.next),
    );
  };

  const drawEmpty = (run: KnownRun): void => {
    const isLive = liveStates.includes(run.record.state);
    const words =
      lastStep(run.curves) !== null || (run.fault ?? null) !== null
        ? ''
        : isLive
          ? 'The curves appear here with the first step.'
          : 'This run ended before its first step, so there is nothing to draw.';
    if (words === emptyDrawn) return;
    emptyDrawn = words;
    const retry = [
      { label: 'New run from this', onClick: () => handlers.onAction('new-run-from-this') },
      { label: 'Show log', onClick: () => handlers.onAction('show-log') },
    ];
    // note: a failed run offers both in its head already.
    const hasActions =
      !isLive && run.record.state !== 'failed' && run.record.state !== 'interrupted';
    fill(empty, words === '' ? null : emptyView(words, ...(hasActions ? retry : [])));
  };

  return {
    element: element(
      'div',
      { class: 'overview' },
      runsBar.element,
      fault,
      empty,
      element('h2', { class: 'visually-hidden' }, 'Curves and events'),
      charts.element,
      events.element,
      phases,
    ),
    charts,
    draw: (model, colors) => {
      const runs = [model.shown, ...model.overlaid];
      runsBar.draw(model, colors);
      charts.element.hidden = runs.every(({ curves }) => lastStep(curves) === null);
      charts.update(runs.map((run) => plotted(run, colors[run.id] ?? 0)));
      events.draw(model.shown.record.events);
      drawFault(model.shown);
      drawEmpty(model.shown);
      drawPhasesOf(model.shown);
    },
    tick: (run) => {
      if (run.record.phases.some(({ finishedAt }) => finishedAt === null)) drawPhasesOf(run);
    },
  };
}

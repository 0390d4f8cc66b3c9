import type { CompareSnapshot, FromComparePage, ToComparePage } from '../../protocol/pages';
import { linkButton } from '../controls';
import { element, fill, pageRoot } from '../element';
import { emptyView } from '../emptyView';
import type { PageState } from '../host';
import { connectHost } from '../host';
import { runSwatch, stateIcon } from '../icons';
import { keepScroll } from '../keepScroll';
import { createChartGrid } from '../plot/chartGrid';
import { appendLines, emptyCurves } from '../plot/curves';
import type { PlottedRun } from '../plot/plottedRun';
import type { PlotState } from '../plot/plotState';
import { defaultPlotState } from '../plot/plotState';
import { createRedraw } from '../redraw';
import { shapeOf, stateWords } from '../runState';
import '../style/base.css';
import '../style/tables.css';
import '../style/plot.css';
import '../style/config.css';
import '../style/compare.css';
import { onThemeChange, readTheme } from '../theme';
import { drawConfigTable } from './configTable';
import type { FlipFilter } from './flippedFilter';
import { createFlippedRows } from './flippedRows';
import { createMetricTable } from './metricTable';
import type { TradeState } from './tradeSection';
import { createTradeSection, defaultTradeState } from './tradeSection';

interface ComparePageState extends PageState {
  readonly plot: PlotState;
  /** `createdAt` of the first run's evaluation that is shown; null: the newest. */
  readonly evaluation: number | null;
  readonly flips: FlipFilter;
  readonly trade: TradeState;
  readonly scroll: Readonly<Record<string, number>>;
}

const host = connectHost<ToComparePage, FromComparePage, ComparePageState>({
  plot: { ...defaultPlotState, smoothing: 0.95 },
  evaluation: null,
  flips: 'all',
  trade: defaultTradeState,
  scroll: {},
});

const title = element('h1', {}, 'Compare runs');
const chips = element('div', { class: 'runs-bar' });
const metrics = createMetricTable(host.state.evaluation, (evaluation) =>
  host.remember({ evaluation }),
);
const trade = createTradeSection(host.state.trade, (state) => host.remember({ trade: state }));
const config = element('section');
const charts = createChartGrid(host.state.plot, (plot) => host.remember({ plot }));
const flipped = createFlippedRows(host.state.flips, {
  onFilter: (flips) => host.remember({ flips }),
  onRow: (path, line) => host.send({ type: 'open-row', path, line }),
});
const scroll = keepScroll(host.state.scroll, (places) => host.remember({ scroll: places }));
const redraw = createRedraw();
const root = pageRoot();
let shown: CompareSnapshot | null = null;

fill(root, emptyView('Reading the runs…'));

host.onMessage((message) => {
  switch (message.type) {
    case 'snapshot':
      drawSnapshot(message);
      return;
    case 'show-trade':
      trade.element.scrollIntoView();
      return;
  }
});

function drawSnapshot(snapshot: CompareSnapshot): void {
  const isFirst = shown === null;
  shown = snapshot;
  if (snapshot.runs.length === 0) {
    fill(root, title, emptyView('These runs are no longer there. Choose others in the Runs view.'));
    shown = null;
    return;
  }
  if (isFirst) {
    fill(
      root,
      title,
      chips,
      metrics.element,
      trade.element,
      config,
      element('section', {}, element('h2', {}, 'Curves'), charts.element),
      flipped.element,
    );
  }
  const shows = snapshot.runs.map(({ id, record }) => [id, record.name, shapeOf(record)]);
  redraw(chips, shows, () => drawChips(snapshot));
  metrics.draw(snapshot);
  trade.draw(snapshot);
  const configs = snapshot.runs.map((run) => [run.config, run.record.name]);
  redraw(config, configs, () => drawConfigTable(config, snapshot.runs));
  charts.update(snapshot.runs.map(plotted));
  flipped.draw(snapshot);
  if (isFirst) {
    charts.drawNow();
    scroll.goTo('page');
  }
}

function plotted(
  { id, record, lines, checkpoints }: CompareSnapshot['runs'][number],
  color: number,
): PlottedRun {
  const curves = emptyCurves();
  appendLines(curves, lines);
  return {
    id,
    name: record.name,
    color,
    curves,
    best: record.best,
    checkpoints,
    events: record.events,
  };
}

function drawChips({ runs }: CompareSnapshot): void {
  const theme = readTheme();
  fill(
    chips,
    ...runs.map(({ id, record }, index) =>
      element(
        'span',
        { class: 'run-chip' },
        runSwatch(theme.runs[index % theme.runs.length] ?? theme.foreground),
        stateIcon(shapeOf(record)),
        linkButton(
          record.name,
          () => host.send({ type: 'open-run', id }),
          `Open this run (${stateWords(record)})`,
        ),
      ),
    ),
  );
}

onThemeChange(() => {
  if (shown === null) return;
  drawChips(shown);
  trade.draw(shown);
});
host.send({ type: 'ready' });

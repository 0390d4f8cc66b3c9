import type { FromRunPage, RunAction, ToRunPage } from '../../protocol/pages';
import { liveStates } from '../../protocol/run';
import { fill, pageRoot } from '../element';
import { emptyView } from '../emptyView';
import type { PageState } from '../host';
import { connectHost } from '../host';
import type { PlotState } from '../plot/plotState';
import { defaultPlotState } from '../plot/plotState';
import { keepScroll } from '../keepScroll';
import '../style/base.css';
import '../style/navigation.css';
import '../style/tables.css';
import '../style/plot.css';
import '../style/run.css';
import '../style/evaluation.css';
import '../style/config.css';
import { createTabs } from '../tabs';
import { onThemeChange } from '../theme';
import type { ConfigState } from './configTab';
import { createConfigTab, defaultConfigState } from './configTab';
import type { EvaluationState } from './evaluationTab';
import { createEvaluationTab, defaultEvaluationState } from './evaluationTab';
import { createHead } from './head';
import { createLogTab } from './logTab';
import { createOverview } from './overview';
import type { RunModel } from './runModel';
import { applyMessage, assignColors } from './runModel';

type TabId = 'overview' | 'evaluation' | 'config' | 'log';

interface RunPageState extends PageState {
  readonly tab: TabId;
  readonly plot: PlotState;
  readonly overlaid: readonly string[];
  readonly colors: Readonly<Record<string, number>>;
  readonly evaluation: EvaluationState;
  readonly config: ConfigState;
  readonly isFollowingLog: boolean;
  readonly scroll: Readonly<Record<string, number>>;
}

const host = connectHost<ToRunPage, FromRunPage, RunPageState>({
  tab: 'overview',
  plot: defaultPlotState,
  overlaid: [],
  colors: {},
  evaluation: defaultEvaluationState,
  config: defaultConfigState,
  isFollowingLog: true,
  scroll: {},
});

let model: RunModel | null = null;

const act = (action: RunAction): void => {
  if (model !== null) host.send({ type: 'action', id: model.shown.id, action });
};
const overlay = (ids: readonly string[]): void => {
  host.remember({ overlaid: ids });
  host.send({ type: 'overlay', ids });
};

const head = createHead(act);
const overview = createOverview({
  plotState: host.state.plot,
  onPlotState: (plot) => host.remember({ plot }),
  onAction: act,
  onOpen: (id) => host.send({ type: 'open-run', id }),
  onOverlay: overlay,
});
const evaluation = createEvaluationTab(host.state.evaluation, {
  onState: (state) => host.remember({ evaluation: state }),
  onAction: act,
  onRow: (path, line) => host.send({ type: 'open-row', path, line }),
});
const config = createConfigTab(host.state.config, (state) => host.remember({ config: state }), act);
const log = createLogTab(
  host.state.isFollowingLog,
  (isFollowingLog) => host.remember({ isFollowingLog }),
  act,
);
const scroll = keepScroll(host.state.scroll, (places) => host.remember({ scroll: places }));
const tabs = createTabs<TabId>(
  [
    { id: 'overview', title: 'Overview', content: overview.element },
    { id: 'evaluation', title: 'Evaluation', content: evaluation.element },
    { id: 'config', title: 'Config', content: config.element },
    { id: 'log', title: 'Log', content: log.element },
  ],
  host.state.tab,
  (tab) => {
    host.remember({ tab });
    if (tab === 'overview') overview.charts.drawNow();
    scroll.goTo(tab);
  },
);

const page = pageRoot();
fill(page, emptyView('Reading the run…'));

let frame: number | null = null;

/** However many messages arrive, the page is drawn once a frame. */
function schedule(): void {
  frame ??= requestAnimationFrame(() => {
    frame = null;
    draw();
  });
}

function draw(): void {
  if (model === null) return;
  head.draw(model.shown);
  overview.draw(model, host.state.colors);
  evaluation.draw(model.shown);
  config.draw(model.shown);
  log.draw(model.shown);
}

host.onMessage((message) => {
  const isFirst = model === null;
  const wasBusy = (model?.shown.busy ?? null) !== null;
  model = applyMessage(model, message);
  if (model === null) return;
  if (message.type === 'snapshot') onSnapshot(model);
  // The host evaluates for the page: what came out is what the user waits for.
  if (message.type === 'busy' && wasBusy && model.shown.busy === null)
    tabs.querySelector<HTMLElement>('#tab-evaluation')?.click();
  if (isFirst) {
    fill(page, head.element, tabs);
    draw();
    overview.charts.drawNow();
    scroll.goTo(host.state.tab);
  } else {
    schedule();
  }
});

/** Colours are kept, and overlays that the host does not know of are asked for again. */
function onSnapshot({ shown, overlaid, others }: RunModel): void {
  const ids = [shown.id, ...overlaid.map(({ id }) => id)];
  const missing = host.state.overlaid.filter(
    (id) => !ids.includes(id) && others.some((other) => other.id === id),
  );
  host.remember({ colors: assignColors(ids, host.state.colors) });
  if (missing.length > 0) host.send({ type: 'overlay', ids: host.state.overlaid });
}

setInterval(() => {
  if (model === null || !liveStates.includes(model.shown.record.state)) return;
  head.draw(model.shown);
  overview.tick(model.shown);
}, 1000);

onThemeChange(schedule);
host.send({ type: 'ready' });

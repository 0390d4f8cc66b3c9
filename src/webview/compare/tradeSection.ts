import type { MetricId } from '../../protocol/metrics';
import { metricIds } from '../../protocol/metrics';
import type { RunAudit } from '../../protocol/auditPage';
import { intervalWords } from '../../protocol/auditWords';
import type { CompareSnapshot, RunSnapshot } from '../../protocol/pages';
import { formatInterval, formatMetric } from '../../protocol/formatNumber';
import { dropdown, toggle } from '../controls';
import { element, fill } from '../element';
import { runSwatch } from '../icons';
import { metricName } from '../metricNames';
import { readTheme } from '../theme';
import { commonReports } from './metricComparison';
import { sharedDisparities, tradePoints } from './trade';
import type { TradePoint } from './trade';
import { noFigures, tradeNotes } from './tradeNotes';
import { drawTrade } from './tradePlot';

/** What is plotted against what. */
export interface TradeState {
  readonly metric: MetricId;
  readonly disparity: string;
  readonly isTable: boolean;
}

export const defaultTradeState: TradeState = { metric: 'f1-macro', disparity: '', isTable: false };

export interface TradeSection {
  readonly element: HTMLElement;
  draw(snapshot: CompareSnapshot): void;
}

/** Utility against disparity: what every run's fairness costs, with intervals, and the same as a table. */
export function createTradeSection(
  initial: TradeState,
  onState: (state: TradeState) => void,
): TradeSection {
  let state = initial;
  let shown: CompareSnapshot | null = null;
  let drawn = '';
  const content = element('div');
  const root = element(
    'section',
    { class: 'trade' },
    element('h2', {}, 'Utility against disparity'),
    content,
  );

  const change = (part: Partial<TradeState>): void => {
    state = { ...state, ...part };
    onState(state);
    drawn = '';
    if (shown !== null) draw(shown);
  };

  const draw = (snapshot: CompareSnapshot): void => {
    shown = snapshot;
    const { runs, audits = [] } = snapshot;
    root.hidden = audits.length === 0;
    const reports = commonReports(runs)[0] ?? [];
    const key = JSON.stringify([
      audits,
      reports.map(({ createdAt }) => createdAt),
      document.body.className,
    ]);
    if (key === drawn) return;
    drawn = key;
    const disparities = sharedDisparities(audits);
    const metrics = metricIds.filter((id) =>
      reports.some(({ metrics: own }) => own[id] !== undefined),
    );
    const [firstMetric] = metrics;
    const [firstDisparity] = disparities.keys();
    if (firstMetric === undefined || firstDisparity === undefined) {
      fill(content, element('p', { class: 'hint' }, missingWords(runs, reports.length, audits)));
      return;
    }
    const choice = {
      metric: metrics.includes(state.metric) ? state.metric : firstMetric,
      disparity: disparities.has(state.disparity) ? state.disparity : firstDisparity,
    };
    const points = tradePoints(runs, reports, audits, choice);
    const words = {
      utility: metricName(choice.metric),
      disparity: disparities.get(choice.disparity) ?? '',
    };
    const bar = element(
      'div',
      { class: 'section-bar' },
      dropdown({
        label: 'Utility',
        options: metrics.map((value) => ({ value, words: metricName(value) })),
        chosen: choice.metric,
        onChange: (metric) => change({ metric }),
      }),
      dropdown({
        label: 'Disparity',
        options: [...disparities].map(([value, each]) => ({ value, words: each })),
        chosen: choice.disparity,
        onChange: (disparity) => change({ disparity }),
      }),
      toggle('Table', state.isTable, (isTable) => change({ isTable })),
    );
    const notes = tradeNotes(runs, { reports, audits, points, utility: words.utility });
    fill(
      content,
      bar,
      state.isTable ? tableOf(points, words) : drawTrade(points, words),
      ...notes.map((note) => element('p', { class: 'hint' }, note)),
    );
  };

  return { element: root, draw };
}

function missingWords(
  runs: readonly RunSnapshot[],
  nReports: number,
  audits: readonly RunAudit[],
): string {
  if (audits.length < 2)
    return 'Only one of these runs has been audited. Audit the others on the same rows.';
  if (nReports === 0)
    return 'These runs have no evaluation on the same rows yet. Evaluate each of them.';
  const silent = audits.filter(({ figures }) => figures.length === 0).map(({ run }) => run);
  if (silent.length > 0) {
    const names = runs.filter(({ id }) => silent.includes(id)).map(({ record }) => record.name);
    return `There is no disparity to compare in the audit of ${names.join(' and ')}: ${noFigures}. Its audit page says which.`;
  }
  return 'The audits of these runs share no figure of the same rows. Audit each of them on the same rows and columns.';
}

function tableOf(
  points: readonly TradePoint[],
  words: { readonly utility: string; readonly disparity: string },
): HTMLElement {
  const theme = readTheme();
  const heads = ['Run', words.utility, words.disparity, '95 % interval', 'Not beaten in both'];
  return element(
    'div',
    { class: 'table-scroll' },
    element(
      'table',
      { class: 'data', attributes: { 'aria-label': 'Utility against disparity, as a table' } },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...heads.map((head) => element('th', { attributes: { scope: 'col' } }, head)),
        ),
      ),
      element(
        'tbody',
        {},
        ...points.map(({ name, color, utility, disparity, isOnFront }) =>
          element(
            'tr',
            {},
            element(
              'th',
              { attributes: { scope: 'row' } },
              runSwatch(theme.runs[color % theme.runs.length] ?? theme.foreground),
              ` ${name}`,
            ),
            element('td', { class: 'number' }, formatInterval(utility)),
            element('td', { class: 'number' }, formatMetric(disparity.value)),
            element('td', {}, intervalWords(disparity)),
            element('td', {}, isOnFront ? 'yes' : 'no'),
          ),
        ),
      ),
    ),
  );
}

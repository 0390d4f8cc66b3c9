import type { RunSnapshot, CompareSnapshot } from '../../protocol/pages';
import { baseName } from '../baseName';
import { dropdown } from '../controls';
import { element, fill } from '../element';
import { createRedraw } from '../redraw';
import { tableScroll } from '../tableScroll';
import {
  countOf,
  formatCount,
  formatDifference,
  formatDuration,
  formatInterval,
  formatMetric,
  noFigure,
} from '../../protocol/formatNumber';
import { metricName } from '../metricNames';
import type { CommonReports, ComparedFigure, Verdict } from './metricComparison';
import { commonReports, compareMetrics } from './metricComparison';
import { mcnemarWords } from './mcnemarWords';

const verdictSigns: Readonly<Record<Verdict, string>> = {
  better: '▲ better',
  worse: '▼ worse',
  'not significant': 'not significant',
  unknown: '',
};

export interface MetricTable {
  readonly element: HTMLElement;
  draw(snapshot: CompareSnapshot): void;
}

/** Runs side by side: validation at their best, then each metric of a shared evaluation with differences. */
export function createMetricTable(
  initial: number | null,
  onChoose: (createdAt: number) => void,
): MetricTable {
  let chosen = initial;
  let shown: CompareSnapshot | null = null;
  const choice = element('div', { class: 'report-choice' });
  const table = element('table', {
    class: 'data compare-metrics',
    attributes: { 'aria-label': 'Metrics of the runs, with differences to the first' },
  });
  const words = element('p', { class: 'hint verdict' });
  const redraw = createRedraw();

  const draw = (snapshot: CompareSnapshot): void => {
    shown = snapshot;
    const { runs, mcnemar } = snapshot;
    const common = commonReports(runs);
    const reports = common.find(([first]) => first?.createdAt === chosen) ?? common[0];
    // The test is about two evaluations; figures of others have intervals alone.
    const isTested = mcnemar?.evaluations?.every((at, index) => at === reports?.[index]?.createdAt);
    const test = reports === undefined || isTested === true ? mcnemar : null;
    const compared = reports === undefined ? [] : compareMetrics(reports, test?.pValue ?? null);
    const choices = common.map((each) => [idOf(each), dataWords(each)]);
    redraw(choice, [choices, reports === undefined ? null : idOf(reports)], () =>
      fill(choice, describeData(common, reports)),
    );
    fill(
      table,
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { attributes: { scope: 'col' } }, 'Metric'),
          ...runs.map(({ record }) => element('th', { attributes: { scope: 'col' } }, record.name)),
        ),
      ),
      element(
        'tbody',
        {},
        ...compared.map(({ metric, figures }) =>
          row(
            metricName(metric),
            figures.map((each) => figureCell(each)),
          ),
        ),
        row(
          'Best in validation',
          runs.map((run) => [bestWords(run)]),
        ),
        row(
          'Duration',
          runs.map((run) => [durationWords(run)]),
        ),
        row(
          'Steps',
          runs.map(({ lines }) => [formatCount(lines.at(-1)?.step ?? 0)]),
        ),
      ),
    );
    words.textContent = mcnemarWords(
      runs.map(({ record }) => record.name),
      test,
    );
    words.hidden = words.textContent === '';
  };

  const describeData = (
    common: readonly CommonReports[],
    reports: CommonReports | undefined,
  ): HTMLElement => {
    if (reports === undefined) {
      return element(
        'p',
        { class: 'hint' },
        'These runs have no evaluation on the same rows yet. Evaluate each of them to see differences with intervals.',
      );
    }
    if (common.length === 1)
      return element('p', { class: 'hint' }, `Evaluated on ${dataWords(reports)}`);
    return dropdown({
      label: 'Evaluated on',
      options: common.map((each) => ({ value: idOf(each), words: dataWords(each) })),
      chosen: idOf(reports),
      onChange: (value) => {
        chosen = Number(value);
        onChoose(chosen);
        if (shown !== null) draw(shown);
      },
    });
  };

  return {
    element: element(
      'section',
      {},
      element('h2', {}, 'Metrics'),
      choice,
      tableScroll('Metrics of the runs', table),
      words,
    ),
    draw,
  };
}

function row(title: string, cells: readonly (readonly (Node | string)[])[]): HTMLElement {
  return element(
    'tr',
    {},
    element('th', { attributes: { scope: 'row' } }, title),
    ...cells.map((content) => element('td', {}, ...content)),
  );
}

function figureCell({ figure, difference }: ComparedFigure): (Node | string)[] {
  if (figure === undefined) return [noFigure];
  const value = element('div', { title: figure.reason ?? '' }, formatInterval(figure));
  if (difference === null) return [value];
  const half = difference.half === null ? '' : ` ± ${formatMetric(difference.half)}`;
  return [
    value,
    element(
      'div',
      { class: `difference ${difference.verdict.replace(' ', '-')}` },
      `${formatDifference(difference.value)}${half} `,
      element('span', { class: 'verdict-sign' }, verdictSigns[difference.verdict]),
    ),
  ];
}

function bestWords({ record }: RunSnapshot): string {
  const { best } = record;
  return best === null
    ? noFigure
    : `${metricName(best.metric)} ${formatMetric(best.value)}, step ${formatCount(best.step)}`;
}

function durationWords({ record, lines }: RunSnapshot): string {
  const end = record.finishedAt ?? lines.at(-1)?.time;
  return end === undefined ? noFigure : formatDuration(end - record.startedAt);
}

function idOf([first]: CommonReports): string {
  return String(first?.createdAt);
}

function dataWords([report]: CommonReports): string {
  if (report === undefined) return '';
  const name = baseName(report.data.path);
  return `${report.split === null ? name : `${report.split} (${name})`}, ${countOf(report.rows, 'row')}`;
}

import { element, fill } from '../element';
import type { ChartModel } from './chartModel';
import type { XAxis } from './curves';
import { describePosition } from './ticks';
import type { TwinRow } from './twinRows';
import { twinRows } from './twinRows';

const rowHeight = 22;
const nRowsShown = 14;

export interface TableTwin {
  readonly element: HTMLElement;
  draw(model: ChartModel, axis: XAxis, range: readonly [number, number]): void;
}

/** The chart as a table; only the rows in sight are in the document, so that 10,000 stay light. */
export function createTableTwin(): TableTwin {
  const head = element('tr', { attributes: { 'aria-rowindex': 1 } });
  const before = element('tr', { class: 'spacer', attributes: { 'aria-hidden': true } });
  const after = element('tr', { class: 'spacer', attributes: { 'aria-hidden': true } });
  const body = element('tbody');
  const table = element('table', { class: 'twin' }, element('thead', {}, head), body);
  const root = element(
    'div',
    { class: 'twin-scroll', attributes: { tabindex: 0, role: 'region' } },
    table,
  );
  let rows: TwinRow[] = [];
  let shown: { model: ChartModel; axis: XAxis } | null = null;

  const showRows = (): void => {
    if (shown === null) return;
    const { model, axis } = shown;
    const first = Math.max(
      0,
      Math.min(rows.length - nRowsShown, Math.floor(root.scrollTop / rowHeight)) - 4,
    );
    const last = Math.min(rows.length, first + nRowsShown + 8);
    before.style.height = `${first * rowHeight}px`;
    after.style.height = `${(rows.length - last) * rowHeight}px`;
    fill(
      body,
      before,
      ...rows
        .slice(first, last)
        .map(({ position, values }, index) =>
          element(
            'tr',
            { attributes: { 'aria-rowindex': first + index + 2 } },
            element('th', { attributes: { scope: 'row' } }, describePosition(axis, position)),
            ...values.map((value) =>
              element('td', { class: 'number' }, value === undefined ? '' : model.format(value)),
            ),
          ),
        ),
      after,
    );
  };
  root.addEventListener('scroll', showRows);

  return {
    element: root,
    draw: (model, axis, range) => {
      shown = { model, axis };
      rows = twinRows(model, range);
      root.setAttribute('aria-label', `${model.title} as a table`);
      table.setAttribute('aria-rowcount', String(rows.length + 1));
      const nRuns = new Set(model.series.map(({ run }) => run.id)).size;
      fill(
        head,
        element(
          'th',
          { attributes: { scope: 'col' } },
          axis.charAt(0).toUpperCase() + axis.slice(1),
        ),
        ...model.series.map(({ run, label }) =>
          element(
            'th',
            { attributes: { scope: 'col' } },
            nRuns > 1 ? `${run.name} · ${label}` : label,
          ),
        ),
      );
      showRows();
    },
  };
}

import type { FlippedRow, ToComparePage } from '../../protocol/pages';
import { dropdown, linkButton } from '../controls';
import { element, fill } from '../element';
import { formatCount } from '../formatNumber';
import type { FlipFilter } from './flippedFilter';
import { filterFlipped } from './flippedFilter';

const nShownAtFirst = 200;

export interface FlippedRows {
  readonly element: HTMLElement;
  draw(snapshot: ToComparePage): void;
}

/** Rows that one of the first two runs got right and the other wrong, each linked to its line. */
export function createFlippedRows(
  initial: FlipFilter,
  handlers: {
    readonly onFilter: (filter: FlipFilter) => void;
    readonly onRow: (path: string, line: number) => void;
  },
): FlippedRows {
  let filter = initial;
  let nMost = nShownAtFirst;
  let shown: ToComparePage | null = null;
  let chooserDrawn = '';
  const chooser = element('div', { class: 'report-choice' });
  const words = element('p', { class: 'hint', attributes: { role: 'status' } });
  const table = element('table', {
    class: 'data errors',
    attributes: { 'aria-label': 'Rows that flipped between the first two runs' },
  });
  const more = element('div');

  const drawChooser = (first: string, second: string): void => {
    if (chooserDrawn === `${first}/${second}`) return;
    chooserDrawn = `${first}/${second}`;
    fill(
      chooser,
      dropdown<FlipFilter>({
        label: 'Show',
        options: [
          { value: 'all', words: 'All flipped rows' },
          { value: 'first', words: `Only ${first} right` },
          { value: 'second', words: `Only ${second} right` },
        ],
        chosen: filter,
        onChange: (next) => {
          filter = next;
          handlers.onFilter(next);
          if (shown !== null) draw(shown);
        },
      }),
    );
  };

  const draw = (snapshot: ToComparePage): void => {
    shown = snapshot;
    const names = snapshot.runs.map(({ record }) => record.name);
    drawChooser(names[0] ?? '', names[1] ?? '');
    const rows = filterFlipped(snapshot.flipped, filter);
    const isEmpty = snapshot.flipped.length === 0;
    chooser.hidden = isEmpty;
    table.hidden = rows.length === 0;
    words.textContent = isEmpty
      ? (snapshot.mcnemar?.reason ??
        'No row flipped between the first two runs, or they have no evaluation on the same data.')
      : `${formatCount(rows.length)} of ${formatCount(snapshot.flipped.length)} flipped rows`;
    fill(
      table,
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...['Text', 'True', ...names.slice(0, 2), 'Line'].map((title) =>
            element('th', { attributes: { scope: 'col' } }, title),
          ),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.slice(0, nMost).map((row) => flippedRow(row, names, handlers.onRow)),
      ),
    );
    fill(
      more,
      rows.length > nMost
        ? linkButton(
            `Show ${formatCount(Math.min(nShownAtFirst, rows.length - nMost))} more`,
            () => {
              nMost += nShownAtFirst;
              draw(snapshot);
            },
          )
        : null,
    );
  };

  return {
    element: element(
      'section',
      {},
      element('h2', {}, 'Flipped rows'),
      chooser,
      words,
      element('div', { class: 'table-scroll' }, table),
      more,
    ),
    draw,
  };
}

function flippedRow(
  { path, line, text, gold, predictions }: FlippedRow,
  names: readonly string[],
  onRow: (path: string, line: number) => void,
): HTMLElement {
  const place = `${path.split(/[\\/]/).at(-1) ?? path}:${line}`;
  return element(
    'tr',
    {},
    element('td', { class: 'row-text' }, text),
    element('td', { attributes: { 'data-head': 'True' } }, gold),
    ...[0, 1].map((index) => {
      const prediction = predictions[index] ?? '';
      const isRight = prediction === gold;
      return element(
        'td',
        {
          class: isRight ? 'is-right' : 'is-wrong',
          attributes: { 'data-head': names[index] ?? '' },
        },
        `${isRight ? '✓' : '✕'} ${prediction}`,
      );
    }),
    element(
      'td',
      {},
      linkButton(place, () => onRow(path, line), `Open ${path} at line ${line}`),
    ),
  );
}

import type { FlippedRow, CompareSnapshot } from '../../protocol/pages';
import { dropdown } from '../controls';
import { element, fill, setText } from '../element';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { createPagedTable } from '../pagedTable';
import { rowLink } from '../rowLink';
import type { OpenRow } from '../rowLink';
import type { FlipFilter } from './flippedFilter';
import { countFlipped, filterFlipped } from './flippedFilter';

export interface FlippedRows {
  readonly element: HTMLElement;
  draw(snapshot: CompareSnapshot): void;
}

/** Rows that one of the first two runs got right and the other wrong, each linked to its line. */
export function createFlippedRows(
  initial: FlipFilter,
  handlers: {
    readonly onFilter: (filter: FlipFilter) => void;
    readonly onRow: OpenRow;
  },
): FlippedRows {
  let filter = initial;
  let names: readonly string[] = [];
  let drawn = '';
  const chooser = element('div', { class: 'report-choice' });
  const words = element('p', { class: 'hint', attributes: { role: 'status' } });
  const table = createPagedTable<FlippedRow>(
    'Rows that flipped between the first two runs',
    (row) => flippedRow(row, names, handlers.onRow),
  );

  const drawChooser = (snapshot: CompareSnapshot): void => {
    fill(
      chooser,
      dropdown<FlipFilter>({
        label: 'Show',
        options: [
          { value: 'all', words: 'All flipped rows' },
          { value: 'first', words: `Only ${names[0] ?? ''} right` },
          { value: 'second', words: `Only ${names[1] ?? ''} right` },
        ],
        chosen: filter,
        onChange: (next) => {
          filter = next;
          handlers.onFilter(next);
          drawRows(snapshot);
        },
      }),
    );
  };

  const drawRows = ({ flipped, mcnemar }: CompareSnapshot): void => {
    const rows = filterFlipped(flipped, filter);
    setText(
      words,
      flipped.length === 0
        ? (mcnemar?.reason ?? 'No row flipped between the first two runs.')
        : describe(rows.length, mcnemar === null ? rows.length : countFlipped(mcnemar, filter)),
    );
    const heads = ['Text', 'True', ...names, 'Line'];
    table.draw(
      heads.map((title) => ({ title, kind: 'text' })),
      rows,
    );
  };

  return {
    element: element(
      'section',
      {},
      element('h2', {}, 'Flipped rows'),
      chooser,
      words,
      table.element,
    ),
    draw: (snapshot) => {
      const { runs, flipped, mcnemar } = snapshot;
      names = runs.slice(0, 2).map(({ record }) => record.name);
      // A run that goes on changes the page every few seconds: how far one has paged stays.
      const wanted = JSON.stringify([names, flipped, mcnemar]);
      if (wanted === drawn) return;
      drawn = wanted;
      chooser.hidden = flipped.length === 0;
      drawChooser(snapshot);
      drawRows(snapshot);
    },
  };
}

function describe(nShown: number, nAll: number): string {
  const rows = countOf(nAll, 'row');
  return nShown < nAll ? `The first ${formatCount(nShown)} of ${rows}.` : `${rows}.`;
}

function flippedRow(
  { path, line, text, gold, predictions }: FlippedRow,
  names: readonly string[],
  onRow: OpenRow,
): HTMLElement {
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
    element('td', {}, rowLink(path, line, onRow)),
  );
}

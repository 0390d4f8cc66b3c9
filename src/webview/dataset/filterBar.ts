import {
  noFilter,
  type DatasetHead,
  type RowFilter,
  type RowView,
} from '../../protocol/datasetPage';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { linkButton, searchField, toggle } from '../controls';
import { element, fill, setText } from '../element';
import { filterWords } from './filters';

/** Problems that stand as chips of their own; the others are behind "any". */
const mostChips = 12;

/** Typing rests so long before the rows are looked through. */
const quietMs = 250;

/** What narrows the rows: a search, the problems, and the conditions set at the columns. */
export function createFilterBar(handlers: {
  readonly filter: RowFilter;
  readonly onFilter: (filter: RowFilter) => void;
}): { readonly element: HTMLElement; draw(head: DatasetHead, view: RowView): void } {
  let filter = handlers.filter;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const chips = element('div', { class: 'chips' });
  const count = element('span', { class: 'hint number', attributes: { role: 'status' } });
  const search = searchField({
    label: 'Search in all columns',
    value: filter.text,
    onInput: (text) => {
      clearTimeout(timer);
      timer = setTimeout(() => change({ ...filter, text }), quietMs);
    },
  });
  let drawn = '';

  const change = (next: RowFilter): void => {
    filter = next;
    handlers.onFilter(next);
  };

  const showAll = (): void => {
    clearTimeout(timer);
    if ('value' in search) search.value = '';
    change(noFilter);
  };

  const drawChips = (head: DatasetHead): void => {
    const problems = head.problems ?? [];
    const all = problems.reduce((sum, problem) => sum + problem.count, 0);
    fill(
      chips,
      all === 0
        ? null
        : toggle(`Any problem · ${formatCount(all)}`, filter.problem === 'any', (isOn) =>
            change({ ...filter, problem: isOn ? 'any' : null }),
          ),
      ...problems
        .slice(0, mostChips)
        .map(({ rule, title, count: found }) =>
          toggle(`${title} · ${formatCount(found)}`, filter.problem === rule, (isOn) =>
            change({ ...filter, problem: isOn ? rule : null }),
          ),
        ),
      ...filter.columns.map((each) =>
        toggle(`${filterWords(each)} ✕`, true, () =>
          change({ ...filter, columns: filter.columns.filter((other) => other !== each) }),
        ),
      ),
      isEmpty(filter) ? null : linkButton('Show all rows', showAll),
    );
  };

  return {
    element: element('section', { class: 'filter-bar' }, search, count, chips),
    draw: (head, view) => {
      filter = view.filter;
      const words = isEmpty(filter)
        ? ''
        : `${formatCount(view.rows)} of ${countOf(head.rows, 'row')}`;
      setText(count, words);
      const now = JSON.stringify([head.problems, filter]);
      if (now === drawn) return;
      drawn = now;
      drawChips(head);
    },
  };
}

function isEmpty({ text, problem, columns }: RowFilter): boolean {
  return text.trim() === '' && problem === null && columns.length === 0;
}

import type { RowDetail } from '../../protocol/datasetPage';
import { button, linkButton } from '../controls';
import { element, fill } from '../element';
import { problemMark } from './problemMark';
import { drawTokens } from './tokenView';
import { formatCount } from '../../protocol/formatNumber';

/** The side panel: all of one row, its problems, and the way to its line. */
export function createRowPanel(handlers: {
  readonly onLine: (line: number) => void;
  readonly onClose: () => void;
}): { readonly element: HTMLElement; draw(detail: RowDetail | null): void } {
  const panel = element('aside', { class: 'row-panel', attributes: { 'aria-label': 'Row' } });
  return {
    element: panel,
    draw: (detail) => {
      panel.hidden = detail === null;
      if (detail === null) {
        fill(panel);
        return;
      }
      const { row, line, fields, problems, tokens } = detail;
      fill(
        panel,
        element(
          'div',
          { class: 'panel-head' },
          element('h2', {}, `Row ${formatCount(row)}`),
          linkButton('Close', handlers.onClose),
        ),
        element(
          'div',
          { class: 'actions' },
          button({
            label: `Open line ${formatCount(line)}`,
            onClick: () => handlers.onLine(line),
          }),
        ),
        problems.length === 0
          ? null
          : element(
              'ul',
              { class: 'problems' },
              ...problems.map((problem) =>
                element(
                  'li',
                  {},
                  problemMark(problem.severity),
                  ' ',
                  problem.message,
                  element('span', { class: 'hint' }, ` ${problem.rule}`),
                ),
              ),
            ),
        element(
          'dl',
          { class: 'fields' },
          ...fields.flatMap(({ path, text, role }) => [
            element(
              'dt',
              {},
              path,
              role === null ? null : element('span', { class: 'role' }, role),
            ),
            element('dd', { class: 'field-text' }, text === '' ? '(empty)' : text),
          ]),
        ),
        tokens === null ? null : drawTokens(tokens),
      );
    },
  };
}

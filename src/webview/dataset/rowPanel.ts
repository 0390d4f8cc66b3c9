import type { RowDetail, RuleProblems } from '../../protocol/datasetPage';
import { button, linkButton } from '../controls';
import type { RuleId } from '../../protocol/lint';
import { element, fill } from '../element';
import { drawProblems, type ProblemHandlers } from './problemList';
import { drawTokens } from './tokenView';
import { formatCount } from '../../protocol/formatNumber';

/** The side panel: all of one row, its problems, and the way to its line. */
export function createRowPanel(
  handlers: ProblemHandlers & {
    /** Opens a line of the file; null: it has no lines. */
    readonly onLine: ((line: number) => void) | null;
    readonly onClose: () => void;
    /** What is known of the problems of a rule in the whole file. */
    readonly ruleOf: (rule: RuleId) => RuleProblems | null;
  },
): { readonly element: HTMLElement; draw(detail: RowDetail | null): void } {
  const { onLine } = handlers;
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
        onLine === null
          ? null
          : element(
              'div',
              { class: 'actions' },
              button({ label: `Open line ${formatCount(line)}`, onClick: () => onLine(line) }),
            ),
        problems.length === 0 ? null : drawProblems(detail, handlers.ruleOf, handlers),
        element(
          'dl',
          { class: 'fields' },
          ...fields.flatMap(({ path, text, role, cutFrom }) => [
            element(
              'dt',
              {},
              path,
              role === null ? null : element('span', { class: 'role' }, role),
            ),
            element('dd', { class: 'field-text' }, text === '' ? '(empty)' : text),
            cutFrom === null
              ? null
              : element(
                  'dd',
                  { class: 'hint' },
                  `These are the first ${formatCount(text.length - 1)} of ${formatCount(cutFrom)} characters. `,
                  onLine === null
                    ? null
                    : linkButton(`Open line ${formatCount(line)} for the rest`, () => onLine(line)),
                ),
          ]),
        ),
        tokens === null ? null : drawTokens(tokens),
      );
    },
  };
}

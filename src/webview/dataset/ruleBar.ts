import type { DatasetHead, RowView } from '../../protocol/datasetPage';
import { formatCount } from '../../protocol/formatNumber';
import { linkButton } from '../controls';
import { element, fill } from '../element';
import { ruleLinks, type ProblemHandlers } from './problemList';
import { problemMark } from './problemMark';

/** What the rule whose problems are shown is about, and what can be done about all of them. */
export function createRuleBar(handlers: Pick<ProblemHandlers, 'onRule'>): {
  readonly element: HTMLElement;
  draw(head: DatasetHead, view: RowView): void;
} {
  const bar = element('section', { class: 'rule-bar', attributes: { 'aria-label': 'Rule' } });
  bar.hidden = true;
  let drawn = '';
  return {
    element: bar,
    draw: ({ problems }, { filter }) => {
      const found = problems?.find(({ rule }) => rule === filter.problem) ?? null;
      const now = JSON.stringify(found);
      if (now === drawn) return;
      drawn = now;
      bar.hidden = found === null;
      if (found === null) {
        fill(bar);
        return;
      }
      const { rule, title, severity, count, ofFile } = found;
      fill(
        bar,
        element(
          'div',
          { class: 'actions' },
          element('span', {}, problemMark(severity), `${title} · ${formatCount(count)}`),
          linkButton(`What is ${rule}?`, () => handlers.onRule(rule, 'explain')),
          ...ruleLinks(found, handlers),
        ),
        ...ofFile.map((message) => element('p', {}, message)),
      );
    },
  };
}

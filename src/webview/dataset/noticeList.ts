import type { PageNotice } from '../../protocol/datasetPage';
import { linkButton } from '../controls';
import { element, fill } from '../element';
import { problemMark } from './problemMark';

/** What is to be known before the rows are trusted, with its remedies. */
export function createNoticeList(onAct: (id: string) => void): {
  readonly element: HTMLElement;
  draw(notices: readonly PageNotice[]): void;
} {
  const list = element('ul', { class: 'notices', attributes: { role: 'status' } });
  let drawn = '';
  list.hidden = true;
  return {
    element: list,
    draw: (notices) => {
      const now = JSON.stringify(notices);
      if (now === drawn) return;
      drawn = now;
      list.hidden = notices.length === 0;
      fill(
        list,
        ...notices.map(({ severity, words, actions }) =>
          element(
            'li',
            { class: `notice notice-${severity}` },
            element('span', {}, problemMark(severity), words),
            ...actions.map(({ id, label }) => linkButton(label, () => onAct(id))),
          ),
        ),
      );
    },
  };
}

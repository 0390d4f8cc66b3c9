import type { RunAction } from '../../protocol/pages';
import { button, checkbox } from '../controls';
import { element } from '../element';
import type { KnownRun } from './runModel';

export interface LogTab {
  readonly element: HTMLElement;
  draw(run: KnownRun): void;
}

/** The end of log.txt; follows what is written unless switched off. */
export function createLogTab(
  isFollowing: boolean,
  onFollow: (isFollowing: boolean) => void,
  onAction: (action: RunAction) => void,
): LogTab {
  let follows = isFollowing;
  let drawn: string | null = null;
  const empty = element('p', { class: 'empty' }, 'The trainer has not written anything yet.');
  const text = element('pre', {
    class: 'log',
    attributes: { tabindex: 0, role: 'log', 'aria-label': 'Log', 'aria-live': 'off' },
  });
  const scrollToEnd = (): void => {
    if (follows) text.scrollTop = text.scrollHeight;
  };
  // The panel has no height while its tab is hidden.
  new ResizeObserver(scrollToEnd).observe(text);
  return {
    element: element(
      'div',
      { class: 'log-tab' },
      element(
        'div',
        { class: 'plot-bar' },
        checkbox('Follow', follows, (isChecked) => {
          follows = isChecked;
          onFollow(isChecked);
          scrollToEnd();
        }),
        button({ label: 'Open as file', onClick: () => onAction('show-log') }),
      ),
      empty,
      text,
    ),
    draw: ({ log }) => {
      if (log === drawn) return;
      if (drawn !== null && log.startsWith(drawn)) text.append(log.slice(drawn.length));
      else text.textContent = log;
      drawn = log;
      empty.hidden = log !== '';
      text.hidden = log === '';
      scrollToEnd();
    },
  };
}

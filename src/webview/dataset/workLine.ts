import type { DatasetHead, RowView } from '../../protocol/datasetPage';
import { formatDuration, formatPercent } from '../../protocol/formatNumber';
import { linkButton } from '../controls';
import { element, setText } from '../element';

interface Work {
  readonly name: 'reading' | 'checking' | 'searching';
  readonly words: string;
  readonly share: number;
}

/** So long before the time left can be told, in seconds. */
const leastSeconds = 2;

/** What takes long at the moment: how far it is, how long it goes on, and the way to stop it. */
export function createWorkLine(onStop: () => void): {
  readonly element: HTMLElement;
  draw(head: DatasetHead, view: RowView): void;
} {
  const words = element('span', { class: 'number', attributes: { role: 'status' } });
  const fillBar = element('div', { class: 'bar-fill' });
  const bar = element('div', { class: 'bar', attributes: { role: 'presentation' } }, fillBar);
  const line = element(
    'div',
    { class: 'work-line' },
    element('div', { class: 'actions' }, words, linkButton('Stop', onStop)),
    bar,
  );
  let began: { readonly name: string; readonly at: number; readonly share: number } | null = null;

  return {
    element: line,
    draw: (head, view) => {
      const work = workOf(head, view);
      line.hidden = work === null;
      if (work === null) {
        began = null;
        return;
      }
      const now = performance.now() / 1_000;
      const { name, share } = work;
      if (began?.name !== name || share < began.share) began = { name, at: now, share };
      const seconds = now - began.at;
      const speed = (share - began.share) / seconds;
      const isTold = seconds >= leastSeconds && speed > 0;
      const left = isTold ? ` · ${formatDuration((1 - share) / speed)} left` : '';
      setText(words, `${work.words} ${formatPercent(share)}${left}`);
      fillBar.style.width = `${100 * share}%`;
    },
  };
}

function workOf({ done, isStopped, problems, checked }: DatasetHead, view: RowView): Work | null {
  if (view.done < 1)
    return { name: 'searching', words: 'Looking through the rows…', share: view.done };
  if (done < 1 && !isStopped)
    return { name: 'reading', words: 'Reading; figures grow until then…', share: done };
  if (problems === null || checked === 1) return null;
  return { name: 'checking', words: 'Checking the rows…', share: checked };
}

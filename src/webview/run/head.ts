import type { RunAction } from '../../protocol/pages';
import { liveStates } from '../../protocol/run';
import { button, linkButton } from '../controls';
import { element, fill, setText } from '../element';
import { stateIcon } from '../icons';
import { createMenuButton } from '../menuButton';
import { actionsFor, actionWords } from './actions';
import { keyFigures } from './keyFigures';
import { progressOf } from './progress';
import type { KnownRun } from './runModel';
import { shapeOf, stateWords } from '../runState';

export interface Head {
  readonly element: HTMLElement;
  draw(run: KnownRun): void;
}

/** Name, state and actions; one bar; at most five figures; why it ended if it failed. */
export function createHead(onAction: (action: RunAction) => void): Head {
  const name = element('h1');
  const state = element('span', { class: 'state', attributes: { role: 'status' } });
  const note = element('p', { class: 'note' });
  const lineage = element('p', { class: 'lineage' });
  const actions = element('div', { class: 'actions' });
  const more = createMenuButton('⋯', 'More actions');
  const fillOfBar = element('div', { class: 'bar-fill' });
  const bar = element(
    'div',
    { class: 'bar', attributes: { role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100 } },
    fillOfBar,
  );
  const barWords = element('div', { class: 'bar-words number' });
  const figures = element('dl', { class: 'figures' });
  const trouble = element('div', { class: 'trouble', attributes: { role: 'alert', hidden: '' } });
  let actionsDrawn = '';
  let figuresDrawn = '';
  let stateDrawn = '';
  let troubleDrawn = '';
  let lineageDrawn = '';

  const drawActions = (run: KnownRun): void => {
    const { state: runState } = run.record;
    const { main: possible, more: behind } = actionsFor(runState, run.checkpoints.length > 0);
    // The first one stands next to the reason already.
    const main = hasTrouble(run) ? possible.slice(1) : possible;
    const wanted = JSON.stringify([main, behind]);
    if (wanted === actionsDrawn) return;
    actionsDrawn = wanted;
    fill(
      actions,
      ...main.map((action, index) =>
        button({
          label: actionWords[action],
          look: index === 0 && !hasTrouble(run) ? 'primary' : 'secondary',
          onClick: () => onAction(action),
        }),
      ),
      more.element,
    );
    more.setItems(
      behind.map((action) => ({ label: actionWords[action], onClick: () => onAction(action) })),
    );
  };

  const drawState = (run: KnownRun): void => {
    const words = [stateWords(run.record), run.busy ?? '']
      .filter((part) => part !== '')
      .join(' · ');
    if (words === stateDrawn) return;
    stateDrawn = words;
    fill(state, stateIcon(shapeOf(run.record)), element('span', {}, words));
  };

  const drawFigures = (run: KnownRun): void => {
    const shown = keyFigures(run.record, run.curves);
    const wanted = JSON.stringify(shown);
    if (wanted === figuresDrawn) return;
    figuresDrawn = wanted;
    fill(
      figures,
      ...shown.map(({ label, value }) =>
        element(
          'div',
          { class: 'figure' },
          element('dt', {}, label),
          element('dd', { class: 'number' }, value),
        ),
      ),
    );
  };

  const drawLineage = ({ original = null, record }: KnownRun): void => {
    lineage.hidden = original === null || liveStates.includes(record.state);
    if (original === null || original.name === lineageDrawn) return;
    lineageDrawn = original.name;
    fill(
      lineage,
      `Trained like ${original.name}, but against bias. `,
      linkButton(
        `Compare with ${original.name}`,
        () => onAction('compare-with-original'),
        'Metrics, utility against disparity, config and curves of both runs',
      ),
    );
  };

  const drawTrouble = (run: KnownRun): void => {
    const { failure } = run.record;
    const canResume = run.checkpoints.length > 0;
    const interrupted =
      failure === null
        ? {
            reason: 'The trainer ended without saying why.',
            next: canResume
              ? `Resume goes on from the checkpoint at step ${Math.max(...run.checkpoints)}.`
              : 'It had not written a checkpoint yet; start a new run from this one.',
          }
        : null;
    const shown = hasTrouble(run) ? (failure ?? interrupted) : null;
    trouble.hidden = shown === null;
    const wanted = JSON.stringify([shown, canResume]);
    if (shown === null || wanted === troubleDrawn) return;
    troubleDrawn = wanted;
    const action: RunAction = canResume ? 'resume' : 'new-run-from-this';
    fill(
      trouble,
      element('p', { class: 'trouble-reason' }, shown.reason),
      element('p', {}, shown.next),
      element(
        'div',
        { class: 'actions' },
        button({ label: actionWords[action], look: 'primary', onClick: () => onAction(action) }),
        button({ label: actionWords['show-log'], onClick: () => onAction('show-log') }),
      ),
    );
  };

  return {
    element: element(
      'header',
      { class: 'head' },
      element('div', { class: 'head-line' }, name, state, actions),
      note,
      lineage,
      element('div', { class: 'progress' }, bar, barWords),
      trouble,
      figures,
    ),
    draw: (run) => {
      setText(name, run.record.name);
      setText(note, run.record.note ?? '');
      note.hidden = run.record.note === null || run.record.note === '';
      drawLineage(run);
      drawState(run);
      drawActions(run);
      const { share, words } = progressOf(run.record, run.curves, Date.now() / 1000);
      setText(barWords, words);
      bar.classList.toggle(
        'indeterminate',
        share === null && liveStates.includes(run.record.state),
      );
      bar.classList.toggle('live', liveStates.includes(run.record.state));
      fillOfBar.style.width = `${(share ?? 0) * 100}%`;
      if (share === null) bar.removeAttribute('aria-valuenow');
      else bar.setAttribute('aria-valuenow', String(Math.round(share * 100)));
      bar.setAttribute('aria-valuetext', words);
      bar.setAttribute('aria-label', 'Training');
      drawFigures(run);
      drawTrouble(run);
    },
  };
}

function hasTrouble({ record }: KnownRun): boolean {
  return record.state === 'failed' || record.state === 'interrupted';
}

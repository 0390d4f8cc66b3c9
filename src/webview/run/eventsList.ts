import type { RunEvent } from '../../protocol/run';
import { linkButton } from '../controls';
import { element, fill } from '../element';
import { formatCount } from '../../protocol/formatNumber';

const nShownAtFirst = 50;

const eventWords: Readonly<Record<RunEvent['type'], string>> = {
  checkpoint: 'Checkpoint',
  'clipped-hard': 'Clipped hard',
  'loss-spike': 'Loss spike',
  'non-finite': 'Not finite',
  'early-stop': 'Early stop',
  resumed: 'Resumed',
  stalled: 'Stalled',
  note: 'Note',
};

export interface EventsList {
  readonly element: HTMLElement;
  draw(events: readonly RunEvent[]): void;
}

/** The words behind the flags on the curves, the newest first; a click points at the step. */
export function createEventsList(onPoint: (step: number) => void): EventsList {
  const list = element('ul', { class: 'events' });
  const more = element('div');
  const root = element('section', {}, element('h3', {}, 'Events'), list, more);
  let isComplete = false;
  let drawn: readonly RunEvent[] = [];

  const draw = (events: readonly RunEvent[]): void => {
    drawn = events;
    const shown = events.filter(({ type }) => type !== 'checkpoint').reverse();
    root.hidden = shown.length === 0;
    fill(
      list,
      ...shown.slice(0, isComplete ? shown.length : nShownAtFirst).map((event) =>
        element(
          'li',
          { class: `event event-${event.type}` },
          linkButton(
            `Step ${formatCount(event.step)}`,
            () => onPoint(event.step),
            'Point at it in the charts',
          ),
          element('span', { class: 'event-type' }, eventWords[event.type]),
          element('span', { class: 'event-message' }, event.message),
        ),
      ),
    );
    const nMore = shown.length - nShownAtFirst;
    fill(
      more,
      nMore > 0 && !isComplete
        ? linkButton(`Show ${formatCount(nMore)} more`, () => {
            isComplete = true;
            draw(drawn);
          })
        : null,
    );
  };
  return { element: root, draw };
}

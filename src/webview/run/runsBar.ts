import { dropdown, linkButton } from '../controls';
import { element, fill } from '../element';
import { runSwatch, stateIcon } from '../icons';
import { readTheme } from '../theme';
import type { RunModel } from './runModel';
import { shapeOf, stateWords } from '../runState';

export interface RunsBar {
  readonly element: HTMLElement;
  draw(model: RunModel, colors: Readonly<Record<string, number>>): void;
}

/** The runs on the charts with their colours; each overlaid one links to its page and can be removed. */
export function createRunsBar(handlers: {
  readonly onOpen: (id: string) => void;
  readonly onOverlay: (ids: readonly string[]) => void;
}): RunsBar {
  const root = element('div', { class: 'runs-bar' });
  let drawn = '';

  const draw = (model: RunModel, colors: Readonly<Record<string, number>>): void => {
    const theme = readTheme();
    const runs = [model.shown, ...model.overlaid];
    const ids = model.overlaid.map(({ id }) => id);
    const free = model.others.filter(({ id }) => !runs.some((run) => run.id === id));
    const wanted = JSON.stringify([
      runs.map(({ id, record }) => [id, record.name, record.state]),
      free,
      colors,
      theme.runs,
    ]);
    if (wanted === drawn) return;
    drawn = wanted;
    root.hidden = runs.length === 1 && free.length === 0;
    fill(
      root,
      ...(runs.length === 1 ? [] : runs).map((run, index) =>
        element(
          'span',
          { class: 'run-chip' },
          runSwatch(theme.runs[(colors[run.id] ?? 0) % theme.runs.length] ?? theme.foreground),
          stateIcon(shapeOf(run.record)),
          index === 0
            ? element('strong', {}, run.record.name)
            : linkButton(
                run.record.name,
                () => handlers.onOpen(run.id),
                `Open this run (${stateWords(run.record)})`,
              ),
          index === 0
            ? null
            : element(
                'button',
                {
                  class: 'icon-button',
                  title: `Take ${run.record.name} off the charts`,
                  attributes: {
                    type: 'button',
                    'aria-label': `Take ${run.record.name} off the charts`,
                  },
                  on: { click: () => handlers.onOverlay(ids.filter((id) => id !== run.id)) },
                },
                '✕',
              ),
        ),
      ),
      free.length === 0
        ? null
        : dropdown({
            label: 'Overlay',
            options: [
              { value: '', words: 'Choose a run…' },
              ...free.map(({ id, name }) => ({ value: id, words: name })),
            ],
            chosen: '',
            onChange: (id) => {
              if (id !== '') handlers.onOverlay([...ids, id]);
            },
          }),
    );
  };
  return { element: root, draw };
}

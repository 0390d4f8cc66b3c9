import type { RunAction } from '../../protocol/pages';
import { configEntries } from '../configEntries';
import type { ConfigEntry } from '../configEntries';
import { button, dropdown, searchField } from '../controls';
import { element, fill } from '../element';
import { emptyView } from '../emptyView';
import type { KnownRun } from './runModel';

export interface ConfigState {
  readonly show: 'all' | 'set' | 'differs';
  readonly search: string;
  /** Top-level keys folded away. */
  readonly folded: readonly string[];
}

export const defaultConfigState: ConfigState = { show: 'all', search: '', folded: [] };

export interface ConfigTab {
  readonly element: HTMLElement;
  draw(run: KnownRun): void;
}

/** The resolved config as a tree: what was set, what is default, what differs from the previous run. */
export function createConfigTab(
  initial: ConfigState,
  onState: (state: ConfigState) => void,
  onAction: (action: RunAction) => void,
): ConfigTab {
  let state = initial;
  let shown: KnownRun | null = null;
  let drawn = '';
  const change = (part: Partial<ConfigState>): void => {
    state = { ...state, ...part };
    onState(state);
    drawn = '';
    if (shown !== null) draw(shown);
  };
  const tree = element('div', { class: 'config-tree' });
  const bar = element(
    'div',
    { class: 'plot-bar' },
    dropdown<ConfigState['show']>({
      label: 'Show',
      options: [
        { value: 'all', words: 'All settings' },
        { value: 'set', words: 'Set in the file' },
        { value: 'differs', words: 'Different from the previous run' },
      ],
      chosen: state.show,
      onChange: (show) => change({ show }),
    }),
    searchField({ label: 'Filter', value: state.search, onInput: (search) => change({ search }) }),
    button({ label: 'Open as file', onClick: () => onAction('open-config') }),
  );

  const draw = (run: KnownRun): void => {
    shown = run;
    const wanted = JSON.stringify([run.id, run.config, run.configSet, run.differsFromPrevious]);
    if (wanted === drawn) return;
    drawn = wanted;
    if (run.config === null) {
      fill(
        tree,
        emptyView('The config of this run cannot be read.', {
          label: 'Open run folder',
          onClick: () => onAction('open-folder'),
        }),
      );
      return;
    }
    const previous = new Map(run.differsFromPrevious.map((each) => [each.key, each.previous]));
    const entries = configEntries(run.config).filter(
      ({ key, value }) =>
        (state.show !== 'set' || run.configSet.includes(key)) &&
        (state.show !== 'differs' || previous.has(key)) &&
        `${key} ${value}`.toLowerCase().includes(state.search.trim().toLowerCase()),
    );
    if (entries.length === 0) {
      fill(tree, emptyView(nothingFound(state, previous.size)));
      return;
    }
    fill(
      tree,
      ...groups(entries).map(({ name, entries: inside }) => {
        const rows = inside.map((entry) => entryRow(entry, name, run.configSet, previous));
        if (inside.length === 1 && inside[0]?.key === name)
          return element('div', { class: 'config-group' }, ...rows);
        const fold = element(
          'details',
          { class: 'config-group' },
          element('summary', {}, name),
          ...rows,
        );
        fold.open = !state.folded.includes(name);
        fold.addEventListener('toggle', () => {
          const others = state.folded.filter((each) => each !== name);
          state = { ...state, folded: fold.open ? others : [...others, name] };
          onState(state);
        });
        return fold;
      }),
    );
  };

  return { element: element('div', {}, bar, tree), draw };
}

function entryRow(
  { key, value }: ConfigEntry,
  group: string,
  setKeys: readonly string[],
  previous: ReadonlyMap<string, string>,
): HTMLElement {
  const isSetHere = setKeys.includes(key);
  const before = previous.get(key);
  const name = key === group ? key : key.slice(group.length + 1);
  return element(
    'div',
    { class: `config-row ${isSetHere ? 'set' : 'default'} ${key === group ? 'top' : ''}` },
    element('span', { class: 'config-key', title: key }, name),
    element('span', { class: 'config-value number' }, value),
    element('span', { class: 'config-origin' }, isSetHere ? 'set' : 'default'),
    before === undefined
      ? null
      : element('span', { class: 'config-before' }, `≠ previous run: ${before}`),
  );
}

function groups(entries: readonly ConfigEntry[]): { name: string; entries: ConfigEntry[] }[] {
  const byName = new Map<string, ConfigEntry[]>();
  for (const entry of entries) {
    const name = entry.key.split('.')[0] ?? entry.key;
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  return [...byName].map(([name, inside]) => ({ name, entries: inside }));
}

function nothingFound({ show, search }: ConfigState, nDiffering: number): string {
  if (show === 'differs' && nDiffering === 0) {
    return 'Nothing differs from the previous run of this config, or there is none.';
  }
  return search === '' ? 'No setting to show.' : `No setting matches “${search}”.`;
}

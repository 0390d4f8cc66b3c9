import { element } from '../element';

/** Names with what is so, one a line. */
export function factsList(facts: readonly (readonly [name: string, words: string])[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...facts.map(([name, words]) =>
      element('div', {}, element('dt', {}, name), element('dd', { class: 'number' }, words)),
    ),
  );
}

import { element } from './element';

/** A tab list after the ARIA pattern: arrows, Home and End move, the chosen panel alone is shown. */
export function createTabs<Id extends string>(
  pages: readonly { readonly id: Id; readonly title: string; readonly content: HTMLElement }[],
  chosen: Id,
  onChange: (id: Id) => void,
): HTMLElement {
  const tabs = pages.map(({ id, title }) =>
    element(
      'button',
      {
        class: 'tab',
        attributes: {
          type: 'button',
          role: 'tab',
          id: `tab-${id}`,
          'aria-controls': `panel-${id}`,
        },
        on: { click: () => choose(id) },
      },
      title,
    ),
  );
  const panels = pages.map(({ id, content }) =>
    element(
      'div',
      {
        class: 'tab-panel',
        attributes: { role: 'tabpanel', id: `panel-${id}`, 'aria-labelledby': `tab-${id}` },
      },
      content,
    ),
  );

  const select = (id: Id): void => {
    pages.forEach((page, index) => {
      const isChosen = page.id === id;
      tabs[index]?.setAttribute('aria-selected', String(isChosen));
      tabs[index]?.setAttribute('tabindex', isChosen ? '0' : '-1');
      panels[index]?.toggleAttribute('hidden', !isChosen);
    });
  };

  const choose = (id: Id): void => {
    select(id);
    onChange(id);
  };

  const list = element(
    'div',
    {
      class: 'tab-list',
      attributes: { role: 'tablist' },
      on: {
        keydown: (event) => {
          const next = neighbour(
            (event as KeyboardEvent).key,
            tabs.indexOf(document.activeElement as HTMLButtonElement),
            tabs.length,
          );
          const page = next === null ? undefined : pages[next];
          if (next === null || page === undefined) return;
          event.preventDefault();
          choose(page.id);
          tabs[next]?.focus();
        },
      },
    },
    ...tabs,
  );
  select(chosen);
  return element('div', { class: 'tabs' }, list, ...panels);
}

function neighbour(key: string, index: number, n: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return (index + n - 1) % n;
    case 'ArrowRight':
      return (index + 1) % n;
    case 'Home':
      return 0;
    case 'End':
      return n - 1;
    default:
      return null;
  }
}

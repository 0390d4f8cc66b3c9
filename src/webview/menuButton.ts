import { element, fill } from './element';

interface MenuItem {
  readonly label: string;
  readonly onClick: () => void;
}

export interface MenuButton {
  readonly element: HTMLElement;
  setItems(items: readonly MenuItem[]): void;
}

/** A button that opens a menu after the ARIA pattern: arrows move, Escape closes, focus comes back. */
export function createMenuButton(label: string, title: string): MenuButton {
  const menu = element('div', { class: 'menu', attributes: { role: 'menu', hidden: '' } });
  const opener = element(
    'button',
    {
      class: 'menu-opener',
      title,
      attributes: {
        type: 'button',
        'aria-label': title,
        'aria-haspopup': 'menu',
        'aria-expanded': false,
      },
      on: { click: () => (menu.hidden ? open() : close()) },
    },
    label,
  );

  const entries = (): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];

  const open = (): void => {
    menu.hidden = false;
    opener.setAttribute('aria-expanded', 'true');
    entries()[0]?.focus();
  };

  const close = (): void => {
    menu.hidden = true;
    opener.setAttribute('aria-expanded', 'false');
  };

  const onKey = (event: KeyboardEvent): void => {
    const all = entries();
    const index = all.findIndex((entry) => entry === document.activeElement);
    const next = {
      ArrowDown: index + 1,
      ArrowUp: index - 1 + all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (event.key === 'Escape' && !menu.hidden) {
      event.preventDefault();
      close();
      opener.focus();
    } else if (next !== undefined && !menu.hidden) {
      event.preventDefault();
      all[next % all.length]?.focus();
    } else if (event.key === 'ArrowDown' && document.activeElement === opener) {
      event.preventDefault();
      open();
    }
  };

  const root = element(
    'div',
    {
      class: 'menu-button',
      on: {
        keydown: (event) => onKey(event as KeyboardEvent),
        focusout: (event) => {
          const { relatedTarget } = event as FocusEvent;
          if (!(relatedTarget instanceof Node) || !root.contains(relatedTarget)) close();
        },
      },
    },
    opener,
    menu,
  );

  return {
    element: root,
    setItems: (items) => {
      fill(
        menu,
        ...items.map(({ label: words, onClick }) =>
          element(
            'button',
            {
              class: 'menu-item',
              attributes: { type: 'button', role: 'menuitem', tabindex: -1 },
              on: {
                click: () => {
                  close();
                  opener.focus();
                  onClick();
                },
              },
            },
            words,
          ),
        ),
      );
    },
  };
}

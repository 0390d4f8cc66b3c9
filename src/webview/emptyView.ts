import { button } from './controls';
import { element } from './element';

/** What stands where nothing is yet: what belongs here and the first action. */
export function emptyView(
  words: string,
  ...actions: readonly { readonly label: string; readonly onClick: () => void }[]
): HTMLElement {
  return element(
    'div',
    { class: 'empty' },
    element('p', {}, words),
    element(
      'div',
      { class: 'actions' },
      ...actions.map(({ label, onClick }, index) =>
        button({ label, onClick, look: index === 0 ? 'primary' : 'secondary' }),
      ),
    ),
  );
}

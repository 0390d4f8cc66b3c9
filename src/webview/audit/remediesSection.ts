import type { Remedy } from '../../protocol/auditPage';
import { button } from '../controls';
import { element } from '../element';
import { unbroken } from '../unbroken';

/** Those beyond are folded. */
const nAtOnce = 4;

/** What to do about what was found: each mitigation with its cost, one click from a config. */
export function remediesSection(
  remedies: readonly Remedy[],
  notes: readonly string[],
  onApply: (id: string) => void,
): HTMLElement | null {
  if (remedies.length + notes.length === 0) return null;
  return element(
    'section',
    { class: 'remedies' },
    element('h2', {}, 'What to do'),
    element(
      'p',
      { class: 'hint' },
      'None makes a model fair by itself: train again with one, audit again on the same rows, and compare both.',
    ),
    ...notes.map((note) => element('p', { class: 'hint remedy-note' }, unbroken(note))),
    list(remedies.slice(0, nAtOnce)),
    remedies.length <= nAtOnce
      ? null
      : element(
          'details',
          {},
          element('summary', {}, `${remedies.length - nAtOnce} more`),
          list(remedies.slice(nAtOnce)),
        ),
  );

  function list(shown: readonly Remedy[]): HTMLElement {
    return element(
      'ul',
      {},
      ...shown.map(({ id, title, words, action }) =>
        element(
          'li',
          { class: 'remedy' },
          element(
            'div',
            {},
            element('h3', {}, title),
            element('p', { class: 'hint' }, unbroken(words)),
          ),
          button({ label: action, title: `${action} ${title}`, onClick: () => onApply(id) }),
        ),
      ),
    );
  }
}

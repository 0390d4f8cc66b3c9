/**
 * What an entry of the menu of quick fixes does, in the order of the menu: it mends the problem itself, all of its
 * rule, or more than this file; shows where it is; lets it stand; says what it is.
 */
const purposes = ['mend', 'mendAll', 'mendElsewhere', 'show', 'suppress', 'explain'] as const;
export type Purpose = (typeof purposes)[number];

export interface MenuEntry<Action> {
  readonly purpose: Purpose;
  readonly action: Action;
}

/** A row may break several rules: what mends any of them stands before what only speaks of one. */
export function inMenuOrder<Action>(entries: readonly MenuEntry<Action>[]): Action[] {
  return purposes.flatMap((purpose) =>
    entries.filter((entry) => entry.purpose === purpose).map(({ action }) => action),
  );
}

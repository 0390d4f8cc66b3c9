import type { Column } from '../sortRows';

/** A column of words, sorted by them. */
export function textColumn<Figure>(
  id: string,
  title: string,
  of: (figure: Figure) => string,
): Column<Figure> {
  return { id, title, kind: 'text', value: of, cell: of };
}

/** A column of numbers; `none` stands where there is no number, which sorts last. */
export function numberColumn<Figure>(
  id: string,
  title: string,
  of: (figure: Figure) => number | null,
  words: (value: number) => string,
  none: '' | 'undefined' = '',
): Column<Figure> {
  return {
    ...{ id, title, kind: 'number', value: of },
    cell: (figure) => {
      const value = of(figure);
      return value === null ? none : words(value);
    },
  };
}

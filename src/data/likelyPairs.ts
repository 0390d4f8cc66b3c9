import type { DatasetSummary } from './summariseDataset';

/** Columns to predict from and to predict. */
export interface FieldPair {
  readonly text: string;
  readonly label: string;
}

type Column = DatasetSummary['columns'][number];

/**
 * Pairs of columns, the likeliest first: the recognised one, else those whose label repeats its values while
 * the text hardly does. With a recognised text column only pairs with it.
 */
export function likelyPairs({
  columns,
  rows,
  fields,
}: Pick<DatasetSummary, 'columns' | 'rows' | 'fields'>): readonly FieldPair[] {
  const texts = fields === null ? textColumns(columns) : [fields.text];
  const doubt = ({ text, label }: FieldPair): number => {
    if (text === fields?.text && label === fields.label) return 0;
    const found = (name: string): Column | undefined => columns.find((each) => each.name === name);
    const [many, few] = [valuesOf(found(text)), valuesOf(found(label))];
    return 1 + Number(many <= rows / 2) + Number(few < 2 || few > rows / 2);
  };
  return texts
    .flatMap((text) =>
      columns.filter(({ name }) => name !== text).map(({ name }) => ({ text, label: name })),
    )
    .map((pair) => ({ pair, doubt: doubt(pair) }))
    .sort((a, b) => a.doubt - b.doubt)
    .map(({ pair }) => pair);
}

/** Different values of a column; those that were not counted are too many to be labels. */
function valuesOf(column: Column | undefined): number {
  return column?.distinct ?? Number.POSITIVE_INFINITY;
}

/** Columns that may hold text: all when none is of that type. */
function textColumns(columns: readonly Column[]): readonly string[] {
  const texts = columns.filter(({ type }) => type === 'text').map(({ name }) => name);
  return texts.length > 0 ? texts : columns.map(({ name }) => name);
}

import { splitCells, type Cell } from '../scan/splitCells';
import { splitTabbed } from '../scan/scanTabbed';

/** How the rows of a file are written. */
export type RowSyntax =
  /** `spreadLine`: rows should stand on a line each, and from this line on do not. */
  | { readonly type: 'json'; readonly spreadLine?: number | null }
  /** `columns` names the cells from left to right. */
  | {
      readonly type: 'table';
      readonly format: 'csv' | 'tsv';
      readonly delimiter: string;
      readonly columns: readonly string[];
    }
  /** A line is a text: the only value there is. */
  | { readonly type: 'line' }
  /** The rows have no text of their own in the file, so nothing in it can be mended. */
  | { readonly type: 'unplaced' };

/** The cells of a row of a table with their places. */
export function cellsOf(
  raw: string,
  { format, delimiter }: Pick<Extract<RowSyntax, { type: 'table' }>, 'format' | 'delimiter'>,
): readonly Cell[] {
  return format === 'tsv' ? splitTabbed(raw) : splitCells(raw, delimiter).cells;
}

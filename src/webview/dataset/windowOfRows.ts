/** Pixels a browser can scroll over with certainty; more rows share these. */
const mostPixels = 8_000_000;

/** How a long list is laid over a scroll bar. */
export interface ListGeometry {
  readonly rows: number;
  readonly rowHeight: number;
  /** Height of what is seen, in pixels. */
  readonly viewHeight: number;
}

/** Height of the whole list in pixels. */
export function listHeight({ rows, rowHeight }: ListGeometry): number {
  return Math.min(rows * rowHeight, mostPixels);
}

/** The row at the top for a place of the scroll bar: exact while rows have their own pixels, in proportion else. */
export function topRow(geometry: ListGeometry, scrollTop: number): number {
  const { rows, rowHeight, viewHeight } = geometry;
  const height = listHeight(geometry);
  const last = Math.max(0, rows - Math.floor(viewHeight / rowHeight));
  if (height === rows * rowHeight)
    return Math.min(last, Math.max(0, Math.floor(scrollTop / rowHeight)));
  const share = scrollTop / Math.max(1, height - viewHeight);
  return Math.round(Math.min(1, Math.max(0, share)) * last);
}

/** The place of the scroll bar that shows a row at the top. */
export function scrollTopOf(geometry: ListGeometry, row: number): number {
  const { rows, rowHeight, viewHeight } = geometry;
  const height = listHeight(geometry);
  if (height === rows * rowHeight) return row * rowHeight;
  const last = Math.max(1, rows - Math.floor(viewHeight / rowHeight));
  return (row / last) * (height - viewHeight);
}

/** The rows to draw: those in sight and a few around them. */
export function rowsInSight(
  { rows, rowHeight, viewHeight }: ListGeometry,
  top: number,
): { readonly from: number; readonly to: number } {
  const seen = Math.ceil(viewHeight / rowHeight) + 1;
  return { from: Math.max(0, top - 4), to: Math.min(rows, top + seen + 4) };
}

/** What is seen of columns that stand side by side. */
export interface ColumnView {
  /** Pixels each column has at least; they have more only where all of them fit. */
  readonly widths: readonly number[];
  /** Pixels of what stands before them and stays in sight. */
  readonly before: number;
  readonly scrollLeft: number;
  readonly viewWidth: number;
}

/** The columns to draw: those in sight and one on each side. */
export function columnsInSight({ widths, before, scrollLeft, viewWidth }: ColumnView): {
  readonly from: number;
  readonly to: number;
} {
  const total = widths.reduce((sum, width) => sum + width, before);
  if (total <= viewWidth) return { from: 0, to: widths.length };
  let [from, to, at] = [0, 0, 0];
  for (const [index, width] of widths.entries()) {
    if (at + width <= scrollLeft) from = index + 1;
    if (at < scrollLeft + viewWidth - before) to = index + 1;
    at += width;
  }
  return { from: Math.max(0, from - 1), to: Math.min(widths.length, to + 1) };
}

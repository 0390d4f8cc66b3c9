/** Line and column count from 1; the end is exclusive. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Where a stretch of a text stands. */
export type FindRange = (offset: number, length: number) => TextRange;

/**
 * Counts lines as editors do, once for a text: a text may have as many mistakes as characters, and looking for
 * each of them from the start would take the square of its length. An empty stretch becomes one character.
 */
export function rangesIn(text: string): FindRange {
  const starts = [
    0,
    ...Array.from(text.matchAll(/\r\n|\r|\n/g), (found) => found.index + found[0].length),
  ];
  const positionOf = (offset: number): { line: number; column: number } => {
    const at = Math.min(offset, text.length);
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
  return (offset, length) => {
    const start = positionOf(offset);
    const end = positionOf(offset + Math.max(length, 1));
    const isEmpty = start.line === end.line && start.column === end.column;
    return {
      ...start,
      endLine: end.line,
      endColumn: isEmpty ? end.column + 1 : end.column,
    };
  };
}

import type { TextChange } from '../../data/lint/incremental/textChange';

/** Fixes that can be applied together: of two that mean the same text, the first counts. Each is kept whole or left out. */
export function fixesApart<T extends { readonly changes: readonly TextChange[] }>(
  fixes: readonly T[],
): readonly T[] {
  const kept: T[] = [];
  const taken: TextChange[] = [];
  // note: fixes come in the order of their rows, so what is taken near a fix was taken lately.
  for (const fix of fixes) {
    if (fix.changes.some((change) => taken.slice(-lately).some((other) => overlap(change, other))))
      continue;
    kept.push(fix);
    taken.push(...fix.changes);
  }
  return kept;
}

const lately = 200;

function overlap(a: TextChange, b: TextChange): boolean {
  return (
    isBefore(a.line, a.column, b.endLine, b.endColumn) &&
    isBefore(b.line, b.column, a.endLine, a.endColumn)
  );
}

function isBefore(line: number, column: number, endLine: number, endColumn: number): boolean {
  return line < endLine || (line === endLine && column < endColumn);
}

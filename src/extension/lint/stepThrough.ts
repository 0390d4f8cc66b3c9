import type { LintFinding } from '../../protocol/lint';

export type Direction = 'next' | 'previous';

/** The finding behind or before a place (from 1), around the end; null: there is none. */
export function stepFrom(
  findings: readonly LintFinding[],
  from: { readonly line: number; readonly column: number } | null,
  direction: Direction,
): LintFinding | null {
  const sorted = [...findings].sort((a, b) => a.line - b.line || a.column - b.column);
  if (from === null) return (direction === 'next' ? sorted[0] : sorted.at(-1)) ?? null;
  const compare = (finding: LintFinding): number =>
    finding.line - from.line || finding.column - from.column;
  const found =
    direction === 'next'
      ? sorted.find((finding) => compare(finding) > 0)
      : sorted.findLast((finding) => compare(finding) < 0);
  return found ?? (direction === 'next' ? sorted[0] : sorted.at(-1)) ?? null;
}

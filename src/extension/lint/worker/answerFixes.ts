import { fixChanges } from '../../../data/lint/incremental/fixChanges';
import type { PlacedFound } from '../../../data/lint/incremental/rowLint';
import type { RowSyntax } from '../../../data/lint/place/rowText';
import type { OfferedFix } from '../lintMessages';

/** The document that fixes are for. */
export interface FixedDocument {
  readonly lines: readonly string[];
  readonly syntax: RowSyntax;
  /** Whether its rows are the elements of a JSON list. */
  readonly isList: boolean;
}

/** All fixes of some findings, each finding's best first. */
export function offeredFixes(
  document: FixedDocument,
  findings: readonly PlacedFound[],
): readonly OfferedFix[] {
  return findings.flatMap((placed) => fixesOf(document, placed));
}

/** The best fix of each finding that has one. */
export function firstFixes(
  document: FixedDocument,
  findings: readonly PlacedFound[],
): readonly OfferedFix[] {
  return findings.flatMap((placed) => fixesOf(document, placed).slice(0, 1));
}

function fixesOf(document: FixedDocument, placed: PlacedFound): readonly OfferedFix[] {
  const { found, finding } = placed;
  return found.fixes().flatMap((fix) => {
    const changes = fixChanges(document.lines, placed, document, fix);
    if (changes === null) return [];
    const { rule, row, line, column } = finding;
    return [{ rule, row, title: fix.title, line: line - 1, column: column - 1, changes }];
  });
}

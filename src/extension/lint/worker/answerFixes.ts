import { fixChanges } from '../../../data/lint/incremental/fixChanges';
import type { PlacedFound } from '../../../data/lint/incremental/rowLint';
import type { RowSyntax } from '../../../data/lint/place/rowText';
import { assertNever } from '../../../protocol/assertNever';
import type { RuleId } from '../../../protocol/lint';
import type { DocumentQuestion, LintAnswer, OfferedFix } from '../lintMessages';

/** The document that fixes are for. */
export interface FixedDocument {
  readonly lines: readonly string[];
  readonly syntax: RowSyntax;
  /** Whether its rows are the elements of a JSON list. */
  readonly isList: boolean;
}

/** Findings that are meant by `isMeant`, which is asked with lines from 0, both included. */
type Select = (
  isMeant: (rule: RuleId, line: number, endLine: number) => boolean,
) => readonly PlacedFound[];

/**
 * What an open document's findings say to a question about them.
 * @param document null: nothing of it is shown yet, so nothing of it can be mended
 */
export function answerFromFindings(
  question: Extract<DocumentQuestion, { readonly type: 'fixes' | 'fix-all' | 'list' }>,
  document: FixedDocument | null,
  select: Select,
): LintAnswer {
  switch (question.type) {
    case 'fixes': {
      if (document === null) return { type: 'fixes', fixes: [] };
      const { line, endLine } = question;
      const touched = select((_, from, to) => from <= endLine && to >= line);
      return { type: 'fixes', fixes: touched.flatMap((placed) => fixesOf(document, placed)) };
    }
    case 'fix-all': {
      if (document === null) return { type: 'fixes', fixes: [] };
      const own = select((rule) => rule === question.rule);
      const fixes = own.flatMap((placed) => fixesOf(document, placed).slice(0, 1));
      return { type: 'fixes', fixes };
    }
    case 'list': {
      const own = select((rule) => rule === question.rule);
      return { type: 'list', findings: own.map(({ finding }) => finding) };
    }
    default:
      return assertNever(question, 'question');
  }
}

/** The fixes of a finding, the best first. */
function fixesOf(document: FixedDocument, placed: PlacedFound): readonly OfferedFix[] {
  const { found, finding } = placed;
  return found.fixes().flatMap((fix) => {
    const changes = fixChanges(document.lines, placed, document, fix);
    if (changes === null) return [];
    const { rule, row, line, column } = finding;
    return [{ rule, row, title: fix.title, line: line - 1, column: column - 1, changes }];
  });
}

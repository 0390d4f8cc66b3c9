import type { Found } from '../../../data/lint/found';
import type { LintedLines } from '../../../data/lint/incremental/lintLines';
import type { DocumentRequest } from '../../../data/lint/incremental/rowLint';
import { lintFile } from '../../../data/lint/lintFile';
import { UserError } from '../../../protocol/errors';

/** Checks the file of an open document as it was saved. A file that is gone, or cannot be opened, has no rows. */
export async function lintSaved(request: DocumentRequest): Promise<LintedLines> {
  const found: Found[] = [];
  try {
    const { rows, schema, suppressed, tokens } = await lintFile({
      ...request,
      countsTokens: true,
      onFinding: (each) => found.push(each),
    });
    found.sort((a, b) => a.finding.line - b.finding.line || a.finding.column - b.finding.column);
    return { rows, schema, found, suppressed, tokens };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { rows: 0, schema: null, found: [], suppressed: 0, tokens: null };
  }
}

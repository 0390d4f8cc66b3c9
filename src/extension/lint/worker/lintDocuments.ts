import type { TextChange } from '../../../data/lint/incremental/textChange';
import type { DocumentQuestion, LintAnswer } from '../lintMessages';
import type { LintSetup } from '../lintSetup';

/** Copies of open documents, kept equal to them message by message, and what is found in them; see ToLintWorker. */
export interface LintDocuments {
  open(path: string, setup: LintSetup): void;
  addLines(path: string, text: string): void;
  opened(path: string, version: number): void;
  change(path: string, version: number, changes: readonly TextChange[]): void;
  changeSetup(path: string, setup: LintSetup): void;
  saved(path: string): void;
  close(path: string): void;
  answer(question: DocumentQuestion): LintAnswer;
}

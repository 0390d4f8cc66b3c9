import type { TextChange } from '../../data/lint/incremental/textChange';
import type { LintFinding, RuleId, TokenFigures } from '../../protocol/lint';
import type { SentError } from '../sentError';
import type { LintSetup } from './lintSetup';

/**
 * What the host and its lint workers say to each other. Two workers hold a copy of each open dataset: one checks rows as they
 * are typed, the other does what takes all rows, and whole files. Both hear of every change; neither ever gets a document again.
 */
export type ToLintWorker =
  | { readonly type: 'open'; readonly path: string; readonly setup: LintSetup }
  /** The next lines of a document, in order, without the end of the last one. */
  | { readonly type: 'lines'; readonly path: string; readonly text: string }
  /** All lines have been sent. */
  | { readonly type: 'opened'; readonly path: string; readonly version: number }
  | {
      readonly type: 'change';
      readonly path: string;
      readonly version: number;
      readonly changes: readonly TextChange[];
    }
  | { readonly type: 'setup'; readonly path: string; readonly setup: LintSetup }
  /** A data file was written, open or not. */
  | { readonly type: 'saved'; readonly path: string }
  | { readonly type: 'close'; readonly path: string }
  | { readonly type: 'ask'; readonly id: number; readonly question: LintQuestion }
  /** The answer is no longer wanted. */
  | { readonly type: 'cancel'; readonly id: number };

export type LintQuestion =
  | DocumentQuestion
  /** Checks a file as it stands on disk. */
  | { readonly type: 'check'; readonly path: string; readonly setup: LintSetup }
  /** Writes a copy of a file without the findings of a rule. */
  | {
      readonly type: 'fix-copy';
      readonly path: string;
      readonly setup: LintSetup;
      readonly rule: RuleId;
      readonly out: string;
    };

/** About an open document: each worker answers for what it found. */
export type DocumentQuestion =
  /** What mends the findings that touch these lines of an open document (from 0, both included). */
  | {
      readonly type: 'fixes';
      readonly path: string;
      readonly line: number;
      readonly endLine: number;
    }
  /** The first fix of every finding of a rule in an open document. */
  | { readonly type: 'fix-all'; readonly path: string; readonly rule: RuleId }
  /** All findings of a rule, not capped. */
  | { readonly type: 'list'; readonly path: string; readonly rule: RuleId }
  /** How the config's model reads the row at a place, from 0. */
  | ({ readonly type: 'loss'; readonly path: string } & RowPlace)
  /** What stands for the row at a place in a list of suppressions. */
  | ({ readonly type: 'row-hash'; readonly path: string } & RowPlace);

/** Of several rows on a line the column tells which is meant; both count from 0. */
export interface RowPlace {
  readonly line: number;
  readonly column: number;
}

export type FromLintWorker =
  | ({ readonly type: 'findings'; readonly path: string; readonly version: number } & FileFindings)
  | { readonly type: 'progress'; readonly id: number; readonly share: number }
  | { readonly type: 'answer'; readonly id: number; readonly answer: LintAnswer }
  | { readonly type: 'failure'; readonly id: number; readonly reason: SentError };

export type LintAnswer =
  | { readonly type: 'fixes'; readonly fixes: readonly OfferedFix[] }
  | { readonly type: 'findings'; readonly found: FileFindings }
  | { readonly type: 'list'; readonly findings: readonly LintFinding[] }
  | { readonly type: 'loss'; readonly loss: RowLoss | null }
  | { readonly type: 'row-hash'; readonly hash: string | null }
  | { readonly type: 'copied'; readonly mended: number };

/** What the model learns from a row. */
export interface RowLoss {
  /** "312 tokens, 48 carry loss, 0 cut at 512". */
  readonly title: string;
  /** It trains on nothing. */
  readonly isError: boolean;
  /** Markdown with HTML: the text as the model reads it. */
  readonly hover: string;
}

/** Findings of a file, the first of each rule, and how many there are of each. */
export interface FileFindings {
  readonly rows: number;
  readonly schema: { readonly name: string; readonly confidence: number } | null;
  readonly findings: readonly LintFinding[];
  readonly counts: Readonly<Partial<Record<RuleId, number>>>;
  /** Findings that `.finetune/lint.json` suppresses. */
  readonly suppressed: number;
  /** Null: no run config names a model for the file, or they are not counted yet. */
  readonly tokens: TokenFigures | null;
  /** They are those of the file as it was saved, also where it is open: its rows do not stand in its text as they are. */
  readonly areOfSaved?: boolean;
}

/** Changes to the text of a document that mend a finding; of lines and columns see TextChange. */
export interface OfferedFix {
  readonly rule: RuleId;
  readonly title: string;
  readonly row: number | null;
  readonly line: number;
  readonly column: number;
  readonly changes: readonly TextChange[];
}

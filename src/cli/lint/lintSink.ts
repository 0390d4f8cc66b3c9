import type { LintFinding, RuleId } from '../../protocol/lint';

/** Takes findings as they come and prints them in its own way. */
export interface LintSink {
  /** Findings that follow are about this file. */
  beginFile(path: string, how: HowChecked): void;
  finding(finding: LintFinding): void;
  /** A finding that .finetune/lint.json lets stand, and the reason it gives. */
  suppressed(finding: LintFinding, reason: string): void;
  progress(done: number): void;
  endFile(counts: FileCounts): void;
  /** Everything has been seen. */
  end(fixed: FixedCounts | null): void;
  /** Nothing more comes, and the report is not complete. */
  stop(): void;
}

/** How a file is checked. */
export interface HowChecked {
  /** Findings come in the order of their rows. */
  readonly isOrdered: boolean;
  /** The run config that has a say; null: none. */
  readonly config: string | null;
  /** What else than the flags has a say: a line each. */
  readonly notes: readonly string[];
  /** Tokens of a row in training, and what the model reads at most (null: nobody says); null: no model is known. */
  readonly lengths: { readonly maxLength: number; readonly mostTokens: number | null } | null;
}

/** What is said of a file beside its findings. */
export interface FileCounts {
  readonly rows: number;
  /** Of these, rows that could not be read; what is said of "rows" elsewhere leaves them out. */
  readonly unread: number;
  /** Findings that .finetune/lint.json lets stand. */
  readonly suppressed: number;
}

/** How many findings of each rule were mended, and where the copy is. */
export interface FixedCounts {
  readonly out: string;
  readonly counts: Readonly<Partial<Record<RuleId, number>>>;
  /** Findings left as they are since their fix is a guess. */
  readonly guesses: Readonly<Partial<Record<RuleId, number>>>;
}

/** Findings in the order of their places; those about the whole file first. */
export function inFileOrder(findings: readonly LintFinding[]): readonly LintFinding[] {
  return [...findings].sort(
    (a, b) =>
      Number(a.row !== null || a.line > 1) - Number(b.row !== null || b.line > 1) ||
      a.line - b.line ||
      a.column - b.column ||
      (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  );
}

/** Counts findings by rule. */
export function countRules(): {
  see(finding: LintFinding): void;
  counts(): Partial<Record<RuleId, number>>;
} {
  const counts: Partial<Record<RuleId, number>> = {};
  return {
    see({ rule }) {
      counts[rule] = (counts[rule] ?? 0) + 1;
    },
    counts: () => counts,
  };
}

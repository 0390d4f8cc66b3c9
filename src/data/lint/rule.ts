import type { RelatedPlace, RuleId, Severity } from '../../protocol/lint';
import type { Part, Schema, ValuePath } from '../schemas/schema';
import type { LossMask } from '../tokens/lossMask';
import type { Fix } from './fix';

/**
 * A rule sees rows as values; where in the file a finding stands is worked out only for the rows that have one. So a rule
 * says which value it means by its path, and which characters of that value.
 */
export interface Span {
  /** The value; empty: the whole row. */
  readonly path: ValuePath;
  /** Characters of that string, in UTF-16 code units; left out: all of it. */
  readonly start?: number;
  readonly end?: number;
  /** The key instead of its value. */
  readonly isKey?: boolean;
}

/** One row as rules see it. */
export interface LintedRow {
  /** Ordinal in its file, from 1. */
  readonly row: number;
  /** First line in its file, from 1. */
  readonly line: number;
  readonly values: Readonly<Record<string, unknown>>;
  /** The row's texts with their parts in training; the same array at every call. */
  parts(): readonly Part[];
  /**
   * Every string of the row: the parts and all else, with its path. Cheaper than walking the values again, since all rules
   * share it.
   */
  strings(): readonly { readonly path: ValuePath; readonly text: string }[];
}

/** What a rule found. At most one a rule, row and field is kept: more places of the same field belong in `more`. */
export interface RuleFinding {
  readonly at: Span;
  readonly message: string;
  /** Where it is milder, or worse, than the catalogue says; left out: as there. */
  readonly severity?: Severity;
  /** The other places of the same field. */
  readonly more?: readonly Span[];
  readonly related?: readonly RelatedPlace[];
  /** How many tokens the row has, where that is what is wrong. */
  readonly tokens?: number;
  /** What would mend it, the best first; made only when somebody asks, from the row's values then. */
  readonly fixes?: (values: LintedRow['values']) => readonly Fix[];
  /** Whether the best fix is a guess: known without making it. */
  readonly isGuess?: boolean;
}

/** Reports a finding about the row at hand, under the rule it breaks. */
export type Report = (rule: RuleId, finding: RuleFinding) => void;

/** What holds for all rows of a file while it is checked. */
export interface LintContext {
  readonly path: string;
  readonly schema: Schema;
  readonly thresholds: Thresholds;
  /** Labels the model or the user declared; null: none were. */
  readonly declaredLabels: readonly string[] | null;
  /** Whether training shuffles; null: nothing is known. */
  readonly shuffles: boolean | null;
  /** Counts tokens as the config's model does; null: no model is known. */
  readonly tokens: TokenCounter | null;
  /** What a model that was not trained on these rows says of their labels; left out, or null: none was asked. */
  readonly probabilities?: RowProbabilities | null;
}

/** Out-of-sample probabilities of the labels, row by row. */
export interface RowProbabilities {
  readonly labels: readonly string[];
  /** [labels] of a row by its ordinal, in the order of `labels`; null: nothing is known of it. */
  of(row: number): Float64Array | null;
}

/** Numbers a user may set; thresholds.ts has each with its default. */
export type Thresholds = Readonly<Record<string, number>>;

/** How the config's model sees a row. */
export interface TokenCounter {
  /** Tokens a row may have, special tokens included. */
  readonly maxLength: number;
  /** Tokens that the model itself reads at most; null: nobody says. */
  readonly mostTokens: number | null;
  /** Tokens of the templated row, how many of them carry loss, and how many of those survive the cut. */
  count(row: LintedRow): {
    readonly tokens: number;
    readonly trained: number;
    readonly trainedKept: number;
    readonly unknown: number;
    readonly words: number;
    /** Why the model's chat template cannot write this row; left out: it can. */
    readonly refusal?: string;
  };
  /** How the model reads a row that has these values; null: its chat template refuses them. */
  mask(values: LintedRow['values']): LossMask | null;
}

/** Rules that need one row at a time; those that look at the same thing share one pass over it. */
export interface RowRule {
  readonly ids: readonly RuleId[];
  /** Whether it applies at all, decided once a file: a rule on chats does not look at tables. */
  readonly applies: (context: LintContext) => boolean;
  readonly check: (row: LintedRow, context: LintContext, report: Report) => void;
}

/** Reports a finding about a row by its ordinal, or about the whole file (null). */
export type ReportRow = (rule: RuleId, row: number | null, finding: RuleFinding) => void;

/** Rules that need all rows of a file: they see each once, then say what they found. */
export interface DatasetRule {
  readonly ids: readonly RuleId[];
  readonly applies: (context: LintContext) => boolean;
  readonly begin: (context: LintContext) => {
    /** Keeps what it needs of a row, and never the row itself: files are larger than memory. */
    see(row: LintedRow): void;
    finish(report: ReportRow): void;
  };
}

/**
 * Rules about an evaluation file beside the training file. All evaluation rows are seen first, then all training rows: what has
 * to be kept is of the size of the evaluation file, which is small, while the training file may be larger than memory.
 */
export interface CrossFileRule {
  readonly ids: readonly RuleId[];
  readonly applies: (training: LintContext, evaluation: LintContext) => boolean;
  readonly begin: (
    training: LintContext,
    evaluation: LintContext,
  ) => {
    seeEvaluation(row: LintedRow): void;
    seeTraining(row: LintedRow): void;
    /** Findings are about rows of the evaluation file. */
    finish(report: ReportRow): void;
  };
}

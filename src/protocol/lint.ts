/** The words of dataset lint that the command line, the editor and the worker share. */

/** The catalogue of rules; src/data/lint/catalogue.ts says what each means. */
export const ruleIds = [
  'L-FMT-01',
  'L-FMT-02',
  'L-FMT-03',
  'L-FMT-04',
  'L-FMT-05',
  'L-FMT-06',
  'L-FMT-07',
  'L-FMT-08',
  'L-CHT-01',
  'L-CHT-02',
  'L-CHT-03',
  'L-CHT-04',
  'L-CHT-05',
  'L-CHT-06',
  'L-CHT-07',
  'L-CHT-08',
  'L-CHT-09',
  'L-CHT-10',
  'L-TXT-01',
  'L-TXT-02',
  'L-TXT-03',
  'L-TXT-04',
  'L-TXT-05',
  'L-TXT-06',
  'L-TXT-07',
  'L-TXT-08',
  'L-TXT-09',
  'L-TXT-10',
  'L-TXT-11',
  'L-TXT-12',
  'L-TXT-13',
  'L-LEN-01',
  'L-LEN-02',
  'L-LEN-03',
  'L-LEN-04',
  'L-DUP-01',
  'L-DUP-02',
  'L-DUP-03',
  'L-DUP-04',
  'L-LEAK-01',
  'L-LEAK-02',
  'L-LBL-01',
  'L-LBL-02',
  'L-LBL-03',
  'L-LBL-04',
  'L-LBL-05',
  'L-PRF-01',
  'L-PRF-02',
  'L-PRF-03',
  'L-PAR-01',
  'L-QA-01',
  'L-NER-01',
  'L-PII-01',
  'L-PII-02',
  'L-TOX-01',
  'L-FAIR-01',
  'L-SIZE-01',
] as const;

export type RuleId = (typeof ruleIds)[number];

export function isRuleId(value: unknown): value is RuleId {
  return ruleIds.some((id) => id === value);
}

export type Severity = 'error' | 'warning' | 'information';

/** A place in another row, or in another file, that explains a finding. Lines count from 1. */
export interface RelatedPlace {
  readonly path: string;
  readonly line: number;
  /** Where in the line, from 1; absent: its beginning. */
  readonly column?: number;
  /** What stands there, in a few words: "the twin row". */
  readonly message?: string;
}

/**
 * What is wrong with a row, or with the dataset as a whole, and exactly where. Lines and columns count from 1; a column
 * counts UTF-16 code units, as editors do; the end column is the one behind the last character.
 */
export interface LintFinding {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Ordinal of the row in its file, from 1; null: about the file as a whole. */
  readonly row: number | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Which field of the row, written as a path: `messages[2].content`; null: the whole row. */
  readonly field: string | null;
  readonly message: string;
  readonly fixable: boolean;
  /** True: its fix is a guess, so that `--fix` makes it only where the rule is named. */
  readonly guess?: boolean;
  /** How many tokens the row has, where that is what is wrong. */
  readonly tokens?: number;
  readonly related: readonly RelatedPlace[];
}

/** How long the rows of a dataset are to the model of its run config. */
export interface TokenFigures {
  /** Rows that were counted: those that can be trained on. */
  readonly rows: number;
  readonly tokens: number;
  /** Tokens that carry loss, cut-off ones included. */
  readonly trained: number;
  readonly longest: number;
  /** Rows longer than `maxLength`, whose end training cuts off. */
  readonly cut: number;
  readonly maxLength: number;
}

export interface FileReport {
  readonly path: string;
  /** The run config that said how to read the file and what its model is; null: none. */
  readonly config?: string | null;
  readonly rows: number;
  readonly findings: readonly LintFinding[];
}

/** What `finetune lint --json` prints. */
export interface LintReport {
  readonly files: readonly FileReport[];
  /** Findings by rule, over all files; rules without any are left out. */
  readonly counts: Readonly<Partial<Record<RuleId, number>>>;
}

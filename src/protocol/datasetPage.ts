import type { RelatedPlace, RuleId, Severity, TokenFigures } from './lint';

/** What the dataset page shows of a column. */
export interface ColumnFacts {
  readonly name: string;
  /** text, number, boolean, list, object, mixed or empty. */
  readonly type: string;
  /** Rows in which the column holds something. */
  readonly filled: number;
  /** Different values; null: more than could be counted. */
  readonly distinct: number | null;
  readonly histogram: Histogram | null;
}

/** How the values of a column are spread. */
export type Histogram =
  /** Bars of equal width from `low` to `high`; of numbers, or of the characters of texts. */
  | {
      readonly kind: 'number' | 'length';
      readonly low: number;
      readonly high: number;
      readonly counts: readonly number[];
      /** The counts are drawn up from a sample of the rows. */
      readonly isEstimate: boolean;
      readonly mean: number;
    }
  /** The most frequent values, and how many rows hold another one. */
  | {
      readonly kind: 'values';
      readonly values: readonly { readonly value: string; readonly count: number }[];
      readonly others: number;
    };

/** Which rows are shown; null and empty: no condition. */
export interface RowFilter {
  /** Characters that some value of the row holds, whatever their case. */
  readonly text: string;
  readonly problem: RuleId | 'any' | null;
  /** Conditions on columns, all of which must hold. */
  readonly columns: readonly ColumnFilter[];
}

export type ColumnFilter =
  | { readonly column: string; readonly kind: 'value'; readonly value: string }
  /** From `low` on up to `high`, both included; of numbers, or of the characters of texts. */
  | {
      readonly column: string;
      readonly kind: 'number' | 'length';
      readonly low: number;
      readonly high: number;
    };

export interface RowOrder {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface RowProblem {
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Path of the field; null: the whole row. */
  readonly field: string | null;
  readonly message: string;
  /** Where it stands in the file, both from 1. */
  readonly line: number;
  readonly column: number;
  /** What mends it, the best first: "Delete this row". */
  readonly fixes: readonly string[];
  /** Rows that explain it, such as its twin. */
  readonly related: readonly RelatedPlace[];
}

/** The problems of a rule in a file. */
export interface RuleProblems {
  readonly rule: RuleId;
  readonly title: string;
  readonly severity: Severity;
  readonly count: number;
  /** Whether something mends at least one of them. */
  readonly isFixable: boolean;
  /** What those say that are about no single row. */
  readonly ofFile: readonly string[];
}

/** A row as the table shows it. */
export interface ShownRow {
  readonly row: number;
  readonly line: number;
  /** In the order of the columns, long ones cut. */
  readonly cells: readonly string[];
  readonly problems: readonly RowProblem[];
  /** False: it cannot be parsed, and `cells` holds its text. */
  readonly isReadable: boolean;
}

/** What holds for the file as a whole; grows while it is read. */
export interface DatasetHead {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
  /** Share of the file that has been read, 0 to 1; 1: all figures are final. */
  readonly done: number;
  /** Reading was stopped on the way: figures are of the rows up to there. */
  readonly isStopped: boolean;
  readonly schema: {
    readonly name: string;
    readonly confidence: number;
    readonly evidence: string;
    readonly columns: Readonly<Record<string, string>>;
  } | null;
  /** Names that the schema may be changed to. */
  readonly schemaNames: readonly string[];
  readonly columns: readonly ColumnFacts[];
  /** Findings by rule, the most frequent first; null: not checked yet. */
  readonly problems: readonly RuleProblems[] | null;
  /** Findings that `.finetune/lint.json` lets stand. */
  readonly suppressed: number;
  /** Share of the check that is done, 0 to 1. */
  readonly checked: number;
  /** Null: no run config names a model for the file, or its rows are not counted yet. */
  readonly tokens: TokenFigures | null;
  readonly uses: DatasetUses;
}

/** What a file is to run configs and runs. */
export interface DatasetUses {
  readonly configs: readonly ConfigUse[];
  /** The newest first. */
  readonly runs: readonly {
    readonly folder: string;
    readonly name: string;
    readonly split: string;
  }[];
}

export type SplitName = 'train' | 'validation' | 'test';

/** A run config that names a file. */
export interface ConfigUse {
  readonly path: string;
  readonly name: string;
  readonly split: SplitName;
  /** The config's other files. */
  readonly siblings: readonly {
    readonly split: SplitName;
    readonly path: string;
    readonly name: string;
  }[];
}

/** The rows that the filter leaves, in their order. */
export interface RowView {
  /** Rises whenever filter or order change; answers to earlier ones are dropped. */
  readonly version: number;
  readonly filter: RowFilter;
  readonly order: RowOrder | null;
  /** Rows found so far. */
  readonly rows: number;
  /** Share of the file looked through, 0 to 1. */
  readonly done: number;
  /** Why the order is not kept, or what was left out; null: nothing to say. */
  readonly note: string | null;
}

/** Text of neighbouring tokens of one kind. */
export interface TokenPiece {
  readonly text: string;
  /** Whether they carry loss. */
  readonly isTrained: boolean;
  /** False: they lie beyond the longest length and are cut off. */
  readonly isKept: boolean;
}

/** How the config's model reads a row. */
export interface RowTokens {
  readonly pieces: readonly TokenPiece[];
  readonly total: number;
  /** Tokens that carry loss and are kept; 0 where a label is learnt from the text. */
  readonly trained: number;
  readonly cut: number;
  /** What else there is to say, or why there are no tokens; null: nothing. */
  readonly note: string | null;
}

/** All of one row, for the side panel. */
export interface RowDetail {
  readonly row: number;
  readonly line: number;
  readonly fields: readonly {
    readonly path: string;
    readonly text: string;
    /** Its part in training: prompt, target, label, … */
    readonly role: string | null;
    /** Characters of the whole text where only its beginning is here; null: all of it is. */
    readonly cutFrom: number | null;
  }[];
  readonly problems: readonly RowProblem[];
  /** Null: no run config names the file, so no model is known. */
  readonly tokens: RowTokens | null;
}

/** Something to know that stands above the rows, with what can be done about it. */
export interface PageNotice {
  readonly severity: Severity;
  readonly words: string;
  readonly actions: readonly { readonly id: string; readonly label: string }[];
}

export type ToDatasetPage =
  | { readonly type: 'snapshot'; readonly head: DatasetHead; readonly view: RowView }
  | { readonly type: 'head'; readonly head: DatasetHead }
  | { readonly type: 'view'; readonly view: RowView }
  /** What was `given` to look for was given up: the view is the one before. */
  | {
      readonly type: 'back';
      readonly given: Pick<RowView, 'filter' | 'order'>;
      readonly view: RowView;
    }
  /** `at` is the place of the first of the rows in the view, from 0. */
  | {
      readonly type: 'rows';
      readonly version: number;
      readonly at: number;
      readonly rows: readonly ShownRow[];
    }
  | { readonly type: 'detail'; readonly detail: RowDetail }
  /** All of them: they replace the ones before. */
  | { readonly type: 'notices'; readonly notices: readonly PageNotice[] }
  | { readonly type: 'failed'; readonly message: string };

/** What can be done about all problems of a rule. */
export type RuleAction = 'fix-all' | 'suppress' | 'explain';

/** What the host answers by itself; all else is for the thread that reads the file. */
export type HostAction = Extract<
  FromDatasetPage,
  { type: 'open' | 'reopen' | 'open-line' | 'open-place' | 'act' | 'fix' | 'suppress-row' | 'rule' }
>;

export type FromDatasetPage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'rows';
      readonly version: number;
      readonly at: number;
      readonly count: number;
    }
  | { readonly type: 'view'; readonly filter: RowFilter; readonly order: RowOrder | null }
  | { readonly type: 'detail'; readonly row: number }
  | { readonly type: 'open-line'; readonly line: number }
  /** Opens a run config, the page of another dataset, or of a run, all of which the head names. */
  | {
      readonly type: 'open';
      readonly what: 'config' | 'dataset' | 'run';
      readonly path: string;
    }
  | { readonly type: 'open-place'; readonly path: string; readonly line: number }
  /** Mends a problem of a row; `title` is that of the fix. */
  | {
      readonly type: 'fix';
      readonly rule: RuleId;
      readonly row: number;
      readonly line: number;
      readonly title: string;
    }
  /** Lets a problem of a row stand; the place is the problem's. */
  | {
      readonly type: 'suppress-row';
      readonly rule: RuleId;
      readonly line: number;
      readonly column: number;
    }
  | { readonly type: 'rule'; readonly rule: RuleId; readonly action: RuleAction }
  | { readonly type: 'schema'; readonly name: string | null }
  | { readonly type: 'check' }
  /** Gives up what takes long at the moment: reading, checking or looking through the rows. */
  | { readonly type: 'stop' }
  /** Begins from the start: the file may be another now, or was not read to its end. */
  | { readonly type: 'reopen' }
  /** An action of a notice was chosen. */
  | { readonly type: 'act'; readonly id: string };

export const noFilter: RowFilter = { text: '', problem: null, columns: [] };

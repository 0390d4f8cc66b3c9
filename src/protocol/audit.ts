import { countOf } from './formatNumber';
import type { Split } from './run';

/** What can be said of a check: never a bare number. */
export type Verdict = (typeof verdicts)[number];

export const verdicts = [
  'disparity',
  'none-larger-than-delta',
  'not-enough-data',
  'model-too-weak',
] as const;

/** Ids of checks, spelt out; `max-min` ones compare all groups of a column and have no group of their own. */
export type AuditId =
  | `group/${string}`
  | `swap/${string}`
  | `template/${string}`
  | `functional/${string}`
  | `seat/${string}`
  | `dataset/${string}`;

const termsPrefix = 'terms for ';

/** The name of an axis whose groups are told by words of the text, where a column bears the axis' name: `terms for gender`. */
export function termsName(axis: string): string {
  return termsPrefix + axis;
}

/** The axis of `termsName`; any other name as it is. */
export function axisOfName(name: string): string {
  return name.startsWith(termsPrefix) ? name.slice(termsPrefix.length) : name;
}

/** The `reference` of a share of a dataset's rows for which no other share was stated. */
export const equalShares = 'equal shares';

/** Whether a figure can break a threshold: one that was not computed or not tested says nothing of it. */
export function canBreak({ disparity, pValue }: Pick<AuditCheck, 'disparity' | 'pValue'>): boolean {
  return disparity !== null && pValue !== null;
}

/** A stretch of a text: UTF-16 offsets, end exclusive. */
export interface MarkedSpan {
  readonly start: number;
  readonly end: number;
}

/** A row that shows what a check says, the strongest first. `line` is where it stands in `path`, from 1. */
export interface AuditRow {
  readonly path: string;
  readonly row: number;
  readonly line: number;
  readonly text: string;
  readonly gold?: string;
  readonly prediction?: string;
  /** Probability of `scored`. */
  readonly score?: number;
  /** The label in question, here and in `swapped`; left out: the prediction. */
  readonly scored?: string;
  /** The same text about somebody else, and what the model makes of it. */
  readonly swapped?: {
    readonly text: string;
    readonly prediction: string;
    readonly score: number;
    /** What differs, in `text` of the row and in `text` here, pairwise. */
    readonly before: readonly MarkedSpan[];
    readonly after: readonly MarkedSpan[];
  };
}

/** How far from no disparity, which is 0, with its 95 % interval. */
export interface Disparity {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One figure with all that is needed to judge it. Undefined figures are null and have a `reason`. */
export interface AuditCheck {
  readonly id: AuditId;
  /** Names the exact definition, such as `one-against-rest:positive` or `mean`; the same name is the same formula. */
  readonly variant: string;
  /** Spelt out: `selection-rate`, `true-positive-rate`, `demographic-parity-difference`, … */
  readonly metric: string;
  /** The group the figure is about; null where all groups are compared. */
  readonly group: string | null;
  /** What it is compared with: another group, `rest`, `original`, …; null for none. */
  readonly reference: string | null;
  readonly value: number | null;
  /** 95 % interval. */
  readonly low: number | null;
  readonly high: number | null;
  /**
   * What verdicts and thresholds judge: the signed difference from `reference` of a group's figure, the figure itself where that is a
   * difference, 1 minus the figure where that is a ratio; null where it is undefined.
   */
  readonly disparity: Disparity | null;
  /** Of the hypothesis that there is no difference; null where nothing is tested. */
  readonly pValue: number | null;
  /** The same after Benjamini and Hochberg's adjustment over all tests of the report. */
  readonly adjustedPValue: number | null;
  /** The smallest disparity that would be found with a probability of 80 %, with the adjustment for all tests of the report. */
  readonly detectable: number | null;
  /** Rows (or words, or pairs) behind the figure. */
  readonly n: number;
  /** Rows that would be needed to find an effect of delta; null where that is unknown or there are enough. */
  readonly needed: number | null;
  /** Where 95 % of such figures fall when there is no difference; null where nothing is tested. */
  readonly nullBand: readonly [low: number, high: number] | null;
  readonly verdict: Verdict;
  /** Why a figure is undefined or a verdict withheld, how much data is missing, or what else to know before quoting it. */
  readonly reason?: string;
  /** What figures above 0 say in plain words, where the names of metric and groups do not; the same for all figures of an id. */
  readonly about?: string;
  readonly rows: readonly AuditRow[];
}

/** What a check says of two models on the same items; a positive change is a larger disparity, or more errors. */
export interface AuditChange {
  readonly id: AuditId;
  readonly variant: string;
  readonly metric: string;
  readonly group: string | null;
  readonly before: number | null;
  readonly after: number | null;
  /** after - before, with its paired 95 % interval. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Exact McNemar on the items whose outcome differs, DeLong's test of areas, else exchanging the two models; clusters as wholes. */
  readonly pValue: number | null;
  readonly n: number;
  /** Items that went wrong only afterwards, and only before; null where items have no outcome. */
  readonly discordant: { readonly worse: number; readonly better: number } | null;
  readonly verdict: 'worse' | 'better' | 'no-change-found' | 'not-enough-data';
  readonly reason?: string;
}

/** `same`: both give the same answers; `weak`: the base is hardly better than chance, so that its disparities mean nothing; `weak-after`: the model is. */
export interface BaseNote {
  readonly kind: 'same' | 'weak' | 'weak-after' | 'other';
  readonly text: string;
}

/** A file or a built-in list behind a report, by its content. */
export interface AuditSource {
  readonly kind: 'data' | 'predictions' | 'suite' | 'built-in' | 'reference';
  readonly path: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  /** Of a reference: the groups whose shares it states. */
  readonly rows: number;
}

/** `1,200 rows`, `2 groups`. */
export function sizeOfSource({ kind, rows }: AuditSource): string {
  return countOf(rows, kind === 'reference' ? 'group' : 'row');
}

/** How many rows a swap or a template could use, of how many. */
export interface AuditCoverage {
  readonly id: AuditId;
  readonly used: number;
  readonly of: number;
  readonly note: string | null;
}

export interface AuditMethod {
  readonly version: string;
  readonly seed: number;
  readonly permutations: number;
  readonly resamples: number;
  /** The margin of "none larger". */
  readonly delta: number;
  /** False discovery rate of "disparity". */
  readonly alpha: number;
  /** The column whose rows of one value were taken as dependent; left out: none was named. */
  readonly cluster?: string;
}

/** The document of `finetune audit --json`, also `reports/audit-*.json`. */
export interface AuditReport {
  /** The run, model folder, data file, or file of predictions of a classifier. */
  readonly subject: string;
  readonly kind: 'classifier' | 'encoder' | 'dataset';
  /** What of the subject was audited where its name alone does not say it, such as a checkpoint of an unfinished run. */
  readonly note?: string;
  /** The verdict in one or two sentences. */
  readonly summary: string;
  readonly checks: readonly AuditCheck[];
  /** Against `base`; empty without one. */
  readonly base: string | null;
  readonly changes: readonly AuditChange[];
  /** What a reader must know of the base before believing a change; left out: nothing. */
  readonly baseNotes?: readonly BaseNote[];
  readonly coverage: readonly AuditCoverage[];
  readonly sources: readonly AuditSource[];
  readonly method: AuditMethod;
  /** What a reader must know before quoting a figure; suites that this kind of model cannot have are named here. */
  readonly caveats: readonly string[];
  /** Checks whose interval's lower bound exceeds the user's threshold. */
  readonly broken: { readonly threshold: number; readonly checks: readonly number[] } | null;
  readonly split: Split | null;
  readonly data: { readonly path: string; readonly hash: string } | null;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

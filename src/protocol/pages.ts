import type { RunAudit } from './auditPage';
import type { MetricLine, RunRecord } from './run';
import type { RunConfig } from './runConfig';
import type { EvaluationReport } from './reports';

/**
 * Every message between the extension host and a page. A page gets a complete snapshot whenever it
 * becomes visible, then events; it never keeps what the host can resend.
 */

/** All that a page needs to draw one run. `id` is the run folder's path. */
export interface RunSnapshot {
  readonly id: string;
  readonly record: RunRecord;
  readonly config: RunConfig | null;
  /** Dotted keys that the user's file set; all others are defaults. */
  readonly configSet: readonly string[];
  readonly lines: readonly MetricLine[];
  /** Why points are missing from `lines`; null, or left out, where none are. */
  readonly fault?: MetricsFault | null;
  readonly checkpoints: readonly number[];
  /** Oldest first. */
  readonly evaluations: readonly EvaluationReport[];
  /** Dotted keys whose value differs from the previous run of the same config. */
  readonly differsFromPrevious: readonly { readonly key: string; readonly previous: string }[];
  /** The run that was trained like this one but without what this one does against bias; null for none. */
  readonly original?: { readonly id: string; readonly name: string } | null;
  /** Tail of log.txt, at most 200 kB. */
  readonly log: string;
}

/** What of metrics.jsonl cannot be read, with its place, and what to do. */
export interface MetricsFault {
  readonly reason: string;
  readonly next: string;
}

/** What a page's buttons ask the host to do with a run. */
export type RunAction =
  | 'stop'
  | 'resume'
  | 'evaluate'
  | 'audit'
  | 'compare-with-original'
  | 'new-run-from-this'
  | 'show-log'
  | 'open-config'
  | 'open-folder'
  | 'export-csv'
  | 'copy-python'
  | 'checkpoint-now'
  | 'predict';

export type ToRunPage =
  /** `shown` is the run the page is about; `overlaid` are drawn with it. */
  | {
      readonly type: 'snapshot';
      readonly shown: RunSnapshot;
      readonly overlaid: readonly RunSnapshot[];
      /** Other runs that may be overlaid. */
      readonly others: readonly { readonly id: string; readonly name: string }[];
    }
  | { readonly type: 'lines'; readonly id: string; readonly lines: readonly MetricLine[] }
  | { readonly type: 'record'; readonly id: string; readonly record: RunRecord }
  | { readonly type: 'evaluation'; readonly id: string; readonly report: EvaluationReport }
  /** Text that log.txt gained since the snapshot or the last such message. */
  | { readonly type: 'log'; readonly id: string; readonly text: string }
  | { readonly type: 'checkpoints'; readonly id: string; readonly steps: readonly number[] }
  /** Work the host does for the page ("Evaluating on the test split…"); null when it has ended. */
  | { readonly type: 'busy'; readonly id: string; readonly words: string | null };

export type FromRunPage =
  | { readonly type: 'ready' }
  | { readonly type: 'action'; readonly id: string; readonly action: RunAction }
  | { readonly type: 'overlay'; readonly ids: readonly string[] }
  | { readonly type: 'open-run'; readonly id: string }
  | { readonly type: 'open-row'; readonly path: string; readonly line: number };

/** Two or more runs side by side; differences are against the first. */
export interface CompareSnapshot {
  readonly type: 'snapshot';
  readonly runs: readonly RunSnapshot[];
  /** Of the runs that were audited, their newest. */
  readonly audits?: readonly RunAudit[];
  /** In file order; the first thousand where there are more. */
  readonly flipped: readonly FlippedRow[];
  /** Exact McNemar p-value of the first two runs on the same rows; null when not computable. */
  readonly mcnemar: {
    /** `createdAt` of the evaluations it compares; null when there are none. */
    readonly evaluations: readonly [number, number] | null;
    readonly pValue: number | null;
    readonly onlyFirstRight: number;
    readonly onlySecondRight: number;
    readonly reason: string | null;
  } | null;
}

export type ToComparePage =
  | CompareSnapshot
  /** Scroll to utility against disparity; said once the snapshot is there. */
  | { readonly type: 'show-trade' };

/** A row the first run got right and the second wrong, or the other way round. */
export interface FlippedRow {
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly gold: string;
  readonly predictions: readonly string[];
}

export type FromComparePage =
  | { readonly type: 'ready' }
  | { readonly type: 'open-run'; readonly id: string }
  | { readonly type: 'open-row'; readonly path: string; readonly line: number };

export interface PredictSubject {
  readonly id: string;
  readonly name: string;
}

export type ToPredictPage =
  | {
      readonly type: 'snapshot';
      readonly subjects: readonly PredictSubject[];
      readonly chosen: readonly string[];
      readonly history: readonly PredictResult[];
      readonly busy: boolean;
    }
  | { readonly type: 'result'; readonly result: PredictResult }
  | { readonly type: 'failed'; readonly message: string };

export interface PredictResult {
  readonly text: string;
  readonly answers: readonly {
    readonly subject: PredictSubject;
    readonly prediction: string;
    readonly scores: Readonly<Record<string, number>>;
  }[];
}

export type FromPredictPage =
  | { readonly type: 'ready' }
  | { readonly type: 'predict'; readonly text: string; readonly subjects: readonly string[] }
  | { readonly type: 'copy-row'; readonly text: string; readonly label: string };

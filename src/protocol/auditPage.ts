import type { AuditId, AuditReport, Disparity } from './audit';

/** Every message between the extension host and the page of an audit; its id is the path of the report. */

export type ToAuditPage =
  | {
      readonly type: 'snapshot';
      readonly report: AuditReport;
      /** Names of the subject and of the base, as people call them. */
      readonly name: string;
      readonly baseName: string | null;
      readonly remedies: readonly Remedy[];
      /** What stands in the way of further remedies, and what to do about it. */
      readonly remedyNotes: readonly string[];
      /** Whether the subject is a run whose page can be opened. */
      readonly isRun: boolean;
      /** Whether subject and base are runs, which the compare page shows side by side. */
      readonly canCompare: boolean;
    }
  /** There is no report to show, and why. */
  | { readonly type: 'failed'; readonly reason: string };

export type FromAuditPage =
  | { readonly type: 'ready' }
  | { readonly type: 'open-row'; readonly path: string; readonly line: number }
  | { readonly type: 'export'; readonly format: AuditExport }
  | { readonly type: 'apply'; readonly remedy: string }
  | { readonly type: 'audit-again' }
  | { readonly type: 'open-run' }
  | { readonly type: 'compare' };

export const auditExports = ['markdown', 'json', 'sarif', 'model-card'] as const;

export type AuditExport = (typeof auditExports)[number];

/** Something to do about a finding. */
export interface Remedy {
  readonly id: string;
  /** "Reweigh the training rows by gender and label" */
  readonly title: string;
  /** What it does, and what it is expected to cost. */
  readonly words: string;
  /** What the button says: "Write the config…" */
  readonly action: string;
}

/** What the newest audit of a run says of all groups of a column, or of a suite: for comparing runs. */
export interface RunAudit {
  /** The run's id. */
  readonly run: string;
  /** SHA-256 of the rows that were audited; null for suites alone. */
  readonly dataHash: string | null;
  /** Whether each group has a threshold of its own in these figures. */
  readonly isByThresholds?: boolean;
  readonly figures: readonly RunDisparity[];
}

export interface RunDisparity extends Disparity {
  readonly id: AuditId;
  readonly metric: string;
  readonly variant: string;
}

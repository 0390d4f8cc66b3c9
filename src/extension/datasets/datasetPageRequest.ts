import type { FromDatasetPage, HostAction } from '../../protocol/datasetPage';
import type { LintSetup } from '../lint/lintSetup';

/** How a file is read and checked. */
export interface PageSetup {
  readonly setup: LintSetup;
  /** False: settings switch checking off. */
  readonly isChecked: boolean;
}

/** Handed to the thread of a dataset page when it starts. */
export interface PageThread {
  /** The program that checks its file. */
  readonly checkWorker: string;
}

/** What the host asks the thread of a dataset page: to open a file, and what the page wants of it. */
export type DatasetPageRequest =
  | ({ readonly type: 'open' } & PageSetup)
  /** The file stays the same, what is to be said of it may not. */
  | ({ readonly type: 'change' } & PageSetup)
  | Exclude<FromDatasetPage, HostAction>;

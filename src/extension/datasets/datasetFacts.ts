import type { DataSource } from '../../protocol/runConfig';
import type { DatasetSummary } from '../../data/summariseDataset';

/** What the editor shows of a data file; made in the worker. */
export interface DatasetFacts extends DatasetSummary {
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
}

/** What the host asks its worker, and what it answers; `id` pairs them. */
export interface DatasetRequest {
  readonly id: number;
  readonly source: DataSource;
}

export type DatasetReply =
  | { readonly id: number; readonly facts: DatasetFacts }
  | { readonly id: number; readonly failure: string };

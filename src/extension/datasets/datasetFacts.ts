import type { DataSource, Fields } from '../../protocol/runConfig';
import type { SentError } from '../sentError';
import type { SuiteKind } from '../../audit/suiteForm';
import type { DatasetSummary } from '../../data/summariseDataset';

/** What the editor shows of a data file; made in the worker. */
export interface DatasetFacts extends DatasetSummary {
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
}

/** What the host asks its worker, and what it answers; `id` pairs them. */
export type DatasetRequest =
  | {
      readonly type: 'facts';
      readonly id: number;
      readonly source: DataSource;
      /** Null: recognise them. */
      readonly fields: Fields | null;
    }
  | {
      readonly type: 'texts';
      readonly id: number;
      readonly source: DataSource;
      readonly column: string;
      readonly rows: readonly number[];
    }
  | {
      readonly type: 'suite';
      readonly id: number;
      readonly kind: SuiteKind;
      readonly path: string;
    };

export type DatasetReply =
  | { readonly type: 'facts'; readonly id: number; readonly facts: DatasetFacts }
  | { readonly type: 'texts'; readonly id: number; readonly texts: ReadonlyMap<number, string> }
  /** Null: an audit can ask all of it. */
  | { readonly type: 'suite'; readonly id: number; readonly refused: SentError | null }
  | { readonly type: 'failure'; readonly id: number; readonly reason: string };

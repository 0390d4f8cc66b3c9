import type { RowModel } from '../../data/browse/tokenPieces';
import type { FromDatasetPage } from '../../protocol/datasetPage';
import type { DataSource } from '../../protocol/runConfig';

/** What the host asks the thread of a dataset page: to open a file, and what the page wants of it. */
export type DatasetPageRequest =
  | { readonly type: 'open'; readonly source: DataSource; readonly model: RowModel | null }
  | Exclude<FromDatasetPage, { type: 'open-line' }>;

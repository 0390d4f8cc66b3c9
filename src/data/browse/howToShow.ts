import type { DataSource } from '../../protocol/runConfig';
import type { SchemaChoice } from '../schemas/schema';
import type { CheckRows } from './checkRows';
import type { RowModel } from './tokenPieces';

/** What may change while a file stays open. */
export interface HowToShow {
  readonly source: DataSource;
  /** What its rows are taken for, unless the user chooses on the page. */
  readonly choice: SchemaChoice;
  readonly check: CheckRows;
  /** False: it is checked only when asked. */
  readonly isCheckedAtOnce: boolean;
  /** Whose tokens the side panel shows; null: no run config names the file. */
  readonly model: RowModel | null;
}

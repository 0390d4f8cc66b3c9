import type { RecipeRow } from '../rows/recipeRow';
import type { WrittenFile } from './fileWriter';

/** Writes the rows of one file of the output. */
export interface PartWriter {
  readonly add: (row: RecipeRow) => void;
  /** Brings all to the disk. @throws the signal's reason */
  readonly end: (signal: AbortSignal | undefined) => Promise<WrittenFile>;
  /** Closes what is open; nobody wants it any more. */
  readonly discard: () => void;
}

/** One example of a dataset and where it stands; rows and lines count from 1. */
export interface Row {
  readonly row: number;
  readonly line: number;
  /** Last line of the row: later than `line` when a quoted cell or an object spans lines. */
  readonly endLine: number;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface ReadOptions {
  /** Reading ends with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Share of the file read so far, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Bytes read at once; 1 MiB unless a test wants every boundary. */
  readonly chunkBytes?: number | undefined;
  /** How the text of a JSON row becomes values; as `parseJsonRow` does it unless numbers must keep their digits. */
  readonly parseRow?: ParseRow | undefined;
  /**
   * Keeps a number of Parquet that JSON or a double cannot hold, by its digits: a long one, -0, NaN or an infinity. Left out: a long
   * one becomes its digits as text, the others stay numbers.
   */
  readonly exactNumber?: ((digits: string) => unknown) | undefined;
  /** Byte to begin at; 0 unless rows are looked up. */
  readonly start?: number | undefined;
  /** Characters a line or row may have; 16 million unless a test wants fewer. */
  readonly longestLine?: number | undefined;
}

/** A line, or a row, longer than this is a mistake, not data: it is refused before memory runs out. */
export const usualLongestLine = 16 * 1024 * 1024;

/** @throws UserError at the character that is wrong */
export type ParseRow = (
  text: string,
  file: string,
  start: { readonly line: number; readonly column: number },
) => Readonly<Record<string, unknown>>;

/** Whether a data file has lines of text that an editor can show; Parquet is binary, and has rows only. */
export function hasLines(file: string): boolean {
  return !/\.parquet$/i.test(file);
}

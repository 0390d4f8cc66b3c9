/** Where in its file a row begins; lines and rows count from 1, bytes from the end of a byte order mark. */
export interface RowPlace {
  readonly row: number;
  readonly line: number;
  readonly start: number;
}

/** Rows between two entries: reading a row means scanning at most so many. */
const rowsPerEntry = 64;

/** Where every 64th row of a file begins: 12 bytes an entry, so 2 MB for ten million rows. */
export class RowIndex {
  private starts = new Float64Array(1_024);
  private lines = new Uint32Array(1_024);
  private entries = 0;
  /** Rows seen so far. */
  rows = 0;

  /** Told every row, in order. */
  see({ row, line, start }: RowPlace): void {
    this.rows = Math.max(this.rows, row);
    if ((row - 1) % rowsPerEntry !== 0) return;
    const entry = (row - 1) / rowsPerEntry;
    if (entry >= this.starts.length) this.grow();
    this.starts[entry] = start;
    this.lines[entry] = line;
    this.entries = Math.max(this.entries, entry + 1);
  }

  /** The nearest known place at or before a row; null: none is known yet. */
  before(row: number): RowPlace | null {
    const entry = Math.min(Math.floor((row - 1) / rowsPerEntry), this.entries - 1);
    if (entry < 0) return null;
    const [line = 1, start = 0] = [this.lines[entry], this.starts[entry]];
    return { row: entry * rowsPerEntry + 1, line, start };
  }

  private grow(): void {
    const starts = new Float64Array(2 * this.starts.length);
    const lines = new Uint32Array(2 * this.lines.length);
    starts.set(this.starts);
    lines.set(this.lines);
    [this.starts, this.lines] = [starts, lines];
  }
}

import type { ChangedLines } from './textChange';
import { replaceRange } from './textChange';

/** Where a row stands in its document. Lines and columns count from 0; the end lies behind the last character. */
export interface RowRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** The last line that had to be looked at to know where the row ends. */
  readonly seenLine: number;
}

/** A row that was found; it is looked at where it is not known already. */
export interface FoundRow<T> {
  readonly range: RowRange;
  /** Whether rows behind it can be found from its beginning on, without what stands before it. */
  readonly isAnchor: boolean;
  /** Whether all rows behind it are read otherwise when it changes: the header of a table. */
  readonly isHead: boolean;
  readonly look: () => T;
}

const [lineAt, columnAt, endLineAt, endColumnAt, seenLineAt] = [0, 1, 2, 3, 4] as const;
const [anchorBit, headBit] = [1, 2];

/**
 * The rows of a document, in arrays of numbers: a change at the beginning moves all of them, and comes with every key. A
 * hundred thousand objects would take fifty milliseconds for what takes one here.
 */
export class RowTable<T> {
  /** Indexed by the constants above. note: of seen lines, each row's is the last of any row up to it, so that they ascend. */
  private places = Array.from({ length: 5 }, () => new Int32Array(1_024));
  private flags = new Uint8Array(1_024);
  /** What is known of each row. */
  readonly known: T[] = [];

  get count(): number {
    return this.known.length;
  }

  /** @param at below `count` */
  range(at: number): RowRange {
    return {
      ...{ line: this.place(lineAt, at), column: this.place(columnAt, at) },
      ...{ endLine: this.place(endLineAt, at), endColumn: this.place(endColumnAt, at) },
      seenLine: this.place(seenLineAt, at),
    };
  }

  line(at: number): number {
    return this.place(lineAt, at);
  }

  column(at: number): number {
    return this.place(columnAt, at);
  }

  endLine(at: number): number {
    return this.place(endLineAt, at);
  }

  isAnchor(at: number): boolean {
    return at < this.count && ((this.flags[at] ?? 0) & anchorBit) !== 0;
  }

  isHead(at: number): boolean {
    return at < this.count && ((this.flags[at] ?? 0) & headBit) !== 0;
  }

  /** The last anchor before a row; -1: there is none. */
  anchorBefore(row: number): number {
    for (let at = row - 1; at >= 0; at -= 1) if (this.isAnchor(at)) return at;
    return -1;
  }

  /** The first row whose extent depends on a line, or that comes behind it; `count` when there is none. */
  firstSeeing(line: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.place(seenLineAt, middle) >= line) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  push(row: FoundRow<T>): void {
    this.grow(this.count + 1);
    this.write(this.count, row);
    this.known.push(row.look());
    this.raiseSeen(this.count - 1, this.count);
  }

  /** Forgets the rows from one on. */
  cut(count: number): void {
    if (count < this.known.length) this.known.length = count;
  }

  /** Puts rows in place of those from `start` to before `end`. */
  replace(start: number, end: number, rows: readonly FoundRow<T>[]): void {
    const { count } = this;
    const shift = rows.length - (end - start);
    this.grow(count + shift);
    for (const numbers of [...this.places, this.flags]) numbers.copyWithin(end + shift, end, count);
    for (const [index, row] of rows.entries()) this.write(start + index, row);
    const known = rows.map((row) => row.look());
    replaceRange(this.known, start, end, known);
    this.raiseSeen(start, start + rows.length);
  }

  /** Moves rows from one on, all of which begin behind a change. */
  move(from: number, changed: ChangedLines): void {
    const lines = changed.newEndLine - changed.endLine;
    const columns = changed.newEndColumn - changed.endColumn;
    const { count } = this;
    // A change inside a line moves the rest of that line alone.
    for (let at = from; columns !== 0 && at < count; at += 1) {
      if (this.line(at) > changed.endLine) break;
      this.add(columnAt, at, columns);
      if (this.endLine(at) === changed.endLine) this.add(endColumnAt, at, columns);
    }
    if (lines === 0) return;
    for (const which of [lineAt, endLineAt, seenLineAt]) {
      const numbers = this.places[which];
      if (numbers === undefined) continue;
      for (let at = from; at < count; at += 1) numbers[at] = (numbers[at] ?? 0) + lines;
    }
  }

  /** Makes seen lines ascend again after those from `start` to before `end` were written. */
  private raiseSeen(start: number, end: number): void {
    const seen = this.places[seenLineAt];
    if (seen === undefined) return;
    let most = start === 0 ? 0 : (seen[start - 1] ?? 0);
    for (let at = start; at < this.count; at += 1) {
      const own = seen[at] ?? 0;
      if (at >= end && own >= most) return;
      most = Math.max(most, own);
      seen[at] = most;
    }
  }

  private place(which: number, at: number): number {
    return this.places[which]?.[at] ?? 0;
  }

  private add(which: number, at: number, by: number): void {
    const numbers = this.places[which];
    if (numbers !== undefined) numbers[at] = (numbers[at] ?? 0) + by;
  }

  private write(at: number, { range, isAnchor, isHead }: FoundRow<T>): void {
    const { line, column, endLine, endColumn, seenLine } = range;
    for (const [which, value] of [line, column, endLine, endColumn, seenLine].entries()) {
      const numbers = this.places[which];
      if (numbers !== undefined) numbers[at] = value;
    }
    this.flags[at] = (isAnchor ? anchorBit : 0) | (isHead ? headBit : 0);
  }

  private grow(count: number): void {
    const size = this.flags.length;
    if (count <= size) return;
    const larger = Math.max(count, 2 * size);
    this.places = this.places.map((numbers) => {
      const copy = new Int32Array(larger);
      copy.set(numbers);
      return copy;
    });
    const flags = new Uint8Array(larger);
    flags.set(this.flags);
    this.flags = flags;
  }
}

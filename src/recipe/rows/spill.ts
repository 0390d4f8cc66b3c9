import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { BlockedUint32 } from '../../data/duplicates/growingArrays';
import type { RecipeRow } from './recipeRow';
import { parseAside, printAside } from './rowText';

const bufferBytes = 1024 * 1024;

/** Rows between two whose place in the file is kept; those between are found by their lengths. */
const stride = 64;

/** Rows put aside in a temporary file until a step has seen all of them: in memory is how long each is, four bytes a row. */
export class Spill {
  private readonly descriptor: number;
  private readonly lengths = new BlockedUint32();
  /** Where every 64th row begins. */
  private starts: number[] = [];
  private pending: string[] = [];
  private pendingLength = 0;
  private size = 0;
  /** Rows put aside. */
  count = 0;
  private window = Buffer.alloc(0);
  private windowStart = 0;
  /** The row that was read last, and where it ends. */
  private last = -2;
  private lastEnd = 0;
  private isRemoved = false;

  constructor(private readonly file: string) {
    this.descriptor = openSync(file, 'wx+');
  }

  add({ source, file, line, part, values }: RecipeRow): void {
    const text = `${source} ${file} ${line} ${part} ${printAside(values)}\n`;
    if (this.count % stride === 0) this.starts.push(this.size);
    const length = Buffer.byteLength(text);
    this.lengths.push(length);
    this.count += 1;
    this.size += length;
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength >= bufferBytes) this.flush();
  }

  /** How much room rows take, from one number up to another. */
  bytesBetween(from: number, to: number): number {
    return this.startOf(to) - this.startOf(from);
  }

  /** The row that was put aside as number `index`, from 0. */
  read(index: number): RecipeRow {
    if (this.pendingLength > 0) this.flush();
    const isNext = index === this.last + 1;
    const start = isNext ? this.lastEnd : this.startOf(index);
    const end = start + this.lengths.at(index);
    const text = this.bytes(start, end, isNext).toString('utf8');
    [this.last, this.lastEnd] = [index, end];
    const [first, second] = [text.indexOf(' '), text.indexOf(' ', text.indexOf(' ') + 1)];
    const third = text.indexOf(' ', second + 1);
    const fourth = text.indexOf(' ', third + 1);
    return {
      source: Number(text.slice(0, first)),
      file: Number(text.slice(first + 1, second)),
      line: Number(text.slice(second + 1, third)),
      part: Number(text.slice(third + 1, fourth)),
      values: parseAside(text.slice(fourth + 1, -1)),
    };
  }

  /** Closes and removes the file, once. */
  remove(): void {
    if (this.isRemoved) return;
    this.isRemoved = true;
    this.lengths.forget();
    this.starts = [];
    this.window = Buffer.alloc(0);
    closeSync(this.descriptor);
    rmSync(this.file, { force: true });
  }

  /** One row after the other is read in large pieces, rows here and there one at a time. */
  private bytes(start: number, end: number, isNext: boolean): Buffer {
    const windowEnd = this.windowStart + this.window.length;
    if (start >= this.windowStart && end <= windowEnd)
      return this.window.subarray(start - this.windowStart, end - this.windowStart);
    const length = isNext
      ? Math.max(end - start, Math.min(bufferBytes, this.size - start))
      : end - start;
    const piece = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const read = readSync(this.descriptor, piece, done, length - done, start + done);
      if (read === 0) throw new Error('a temporary file ended too early');
      done += read;
    }
    if (isNext) [this.window, this.windowStart] = [piece, start];
    return piece.subarray(0, end - start);
  }

  private startOf(index: number): number {
    const before = Math.floor(index / stride);
    let start = this.starts[before] ?? this.size;
    for (let row = before * stride; row < index; row += 1) start += this.lengths.at(row);
    return Math.min(start, this.size);
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending.join(''));
    let done = 0;
    while (done < bytes.length) done += writeSync(this.descriptor, bytes, done);
    this.pending = [];
    this.pendingLength = 0;
  }
}

import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { RecipeRow } from './recipeRow';
import { parseExactRow, printRow } from './rowText';

const bufferBytes = 1024 * 1024;

/**
 * Rows put aside in a temporary file until a step has seen all of them: in memory is only where each begins, eight bytes
 * a row.
 */
export class Spill {
  private readonly descriptor: number;
  private starts = new Float64Array(1024);
  private pending: string[] = [];
  private pendingLength = 0;
  private size = 0;
  /** Rows put aside. */
  count = 0;
  private window = Buffer.alloc(0);
  private windowStart = 0;
  private last = -2;
  private isRemoved = false;

  constructor(private readonly file: string) {
    this.descriptor = openSync(file, 'wx+');
  }

  add({ source, file, line, part, values }: RecipeRow): void {
    const text = `${source} ${file} ${line} ${part} ${printRow(values)}\n`;
    if (this.count + 1 >= this.starts.length) this.grow();
    this.starts[this.count] = this.size;
    this.count += 1;
    this.size += Buffer.byteLength(text);
    this.starts[this.count] = this.size;
    this.pending.push(text);
    this.pendingLength += text.length;
    if (this.pendingLength >= bufferBytes) this.flush();
  }

  /** How much room rows take, from one number up to another. */
  bytesBetween(from: number, to: number): number {
    return (this.starts[to] ?? this.size) - (this.starts[from] ?? this.size);
  }

  /** The row that was put aside as number `index`, from 0. */
  read(index: number): RecipeRow {
    if (this.pendingLength > 0) this.flush();
    const start = this.starts[index] ?? 0;
    const end = this.starts[index + 1] ?? this.size;
    const text = this.bytes(start, end, index === this.last + 1).toString('utf8');
    this.last = index;
    const [first, second] = [text.indexOf(' '), text.indexOf(' ', text.indexOf(' ') + 1)];
    const third = text.indexOf(' ', second + 1);
    const fourth = text.indexOf(' ', third + 1);
    return {
      source: Number(text.slice(0, first)),
      file: Number(text.slice(first + 1, second)),
      line: Number(text.slice(second + 1, third)),
      part: Number(text.slice(third + 1, fourth)),
      values: parseExactRow(text.slice(fourth + 1, -1), this.file, { line: 1, column: 1 }),
    };
  }

  /** Closes and removes the file, once. */
  remove(): void {
    if (this.isRemoved) return;
    this.isRemoved = true;
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

  private flush(): void {
    const bytes = Buffer.from(this.pending.join(''));
    let done = 0;
    while (done < bytes.length) done += writeSync(this.descriptor, bytes, done);
    this.pending = [];
    this.pendingLength = 0;
  }

  private grow(): void {
    const larger = new Float64Array(this.starts.length * 2);
    larger.set(this.starts);
    this.starts = larger;
  }
}

import { open } from 'node:fs/promises';
import { printPlace, UserError } from '../../protocol/errors';
import { countOf } from '../../protocol/formatNumber';
import { ifThere, unreadable } from '../../protocol/ifThere';
import type { MetricsFault } from '../../protocol/pages';
import type { MetricLine } from '../../protocol/run';
import { runPaths } from '../../runs/runFolder';

export interface TailNews {
  readonly lines: readonly MetricLine[];
  /** The file was cut back or replaced: forget what came before, `lines` holds everything. */
  readonly restarted: boolean;
  /** What of the file could not be read so far; null: all could. */
  readonly fault: MetricsFault | null;
}

/** Bytes parsed between two breaths: about 5 ms of work. */
const chunkBytes = 256 * 1024;

/**
 * Reads metrics.jsonl as it grows without ever blocking for long. A torn last line waits for the next
 * call, a damaged one is skipped and told. Calls must not overlap: await each.
 */
export class MetricsTail {
  private offset = 0;
  private inode = 0;
  /** Lines read. */
  private count = 0;
  private damaged: { readonly first: number; readonly count: number } | null = null;

  constructor(private readonly folder: string) {}

  /** All complete lines since the last call. @throws UserError when the file may not be read */
  async read(): Promise<TailNews> {
    const place = runPaths(this.folder).metrics;
    const file = await ifThere(place, open(place, 'r'));
    if (file === null) {
      const restarted = this.offset > 0;
      this.begin();
      return { lines: [], restarted, fault: null };
    }
    try {
      const { size, ino } = await file.stat();
      const restarted = this.offset > 0 && (ino !== this.inode || size < this.offset);
      if (restarted) this.begin();
      this.inode = ino;
      const lines: MetricLine[] = [];
      const chunk = Buffer.alloc(Math.min(chunkBytes, Math.max(0, size - this.offset)));
      let rest = Buffer.alloc(0);
      let position = this.offset;
      while (position < size) {
        const { bytesRead } = await file.read(
          chunk,
          0,
          Math.min(chunk.length, size - position),
          position,
        );
        if (bytesRead === 0) break;
        position += bytesRead;
        const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
        const end = bytes.lastIndexOf(0x0a) + 1;
        // note: what is behind the last line end is empty.
        const texts = bytes.toString('utf8', 0, Math.max(0, end - 1)).split('\n');
        for (const text of end === 0 ? [] : texts) {
          this.count += 1;
          const line = parseMetricLine(text);
          if (line !== null) lines.push(line);
          else if (text !== '') this.sawDamaged();
        }
        rest = bytes.subarray(end);
        this.offset += end;
      }
      return { lines, restarted, fault: this.faultIn(place) };
    } catch (error) {
      throw unreadable(place, error);
    } finally {
      await file.close();
    }
  }

  private begin(): void {
    this.offset = 0;
    this.count = 0;
    this.damaged = null;
  }

  private sawDamaged(): void {
    const { first, count } = this.damaged ?? { first: this.count, count: 0 };
    this.damaged = { first, count: count + 1 };
  }

  private faultIn(file: string): MetricsFault | null {
    if (this.damaged === null) return null;
    const { first, count } = this.damaged;
    const others =
      count === 1 ? '' : `, nor ${count === 2 ? 'is' : 'are'} ${countOf(count - 1, 'other')}`;
    return {
      reason: `${printPlace({ file, line: first })}: This line is no point of a curve${others}.`,
      next: 'All other points are shown. Mend the line, or take it out.',
    };
  }
}

/** The same for a page, which shows what can be shown: a file that cannot be read has no lines and a fault. */
export async function readForPage(tail: MetricsTail): Promise<TailNews> {
  try {
    return await tail.read();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const { place, message, next = '' } = error;
    const reason = place === undefined ? message : `${printPlace(place)}: ${message}`;
    return { lines: [], restarted: false, fault: { reason, next } };
  }
}

/** One line of metrics.jsonl; null when it is empty or damaged. */
function parseMetricLine(text: string): MetricLine | null {
  if (text === '') return null;
  try {
    const line = JSON.parse(text) as Partial<MetricLine> | null;
    const isLine =
      typeof line?.step === 'number' && (line.split === 'train' || line.split === 'validation');
    return isLine ? (line as MetricLine) : null;
  } catch {
    return null;
  }
}

import { open } from 'node:fs/promises';
import { ifThere } from '../../protocol/ifThere';
import type { MetricLine } from '../../protocol/run';
import { runPaths } from '../../runs/runFolder';

export interface TailNews {
  readonly lines: readonly MetricLine[];
  /** The file was cut back or replaced: forget what came before, `lines` holds everything. */
  readonly restarted: boolean;
}

/** Bytes parsed between two breaths: about 5 ms of work. */
const chunkBytes = 256 * 1024;

/**
 * Reads metrics.jsonl as it grows without ever blocking for long. A torn last line waits for the next
 * call, a damaged one is skipped. Calls must not overlap: await each.
 */
export class MetricsTail {
  private offset = 0;
  private inode = 0;

  constructor(private readonly folder: string) {}

  /** All complete lines since the last call. @throws UserError when the file may not be read */
  async read(): Promise<TailNews> {
    const place = runPaths(this.folder).metrics;
    const file = await ifThere(place, open(place, 'r'));
    if (file === null) {
      const restarted = this.offset > 0;
      this.offset = 0;
      return { lines: [], restarted };
    }
    try {
      const { size, ino } = await file.stat();
      const restarted = this.offset > 0 && (ino !== this.inode || size < this.offset);
      if (restarted) this.offset = 0;
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
        for (const text of bytes.toString('utf8', 0, end).split('\n')) {
          const line = parseMetricLine(text);
          if (line !== null) lines.push(line);
        }
        rest = bytes.subarray(end);
        this.offset += end;
      }
      return { lines, restarted };
    } finally {
      await file.close();
    }
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

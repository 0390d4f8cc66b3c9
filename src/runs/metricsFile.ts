import { closeSync, fdatasyncSync, fstatSync, openSync, readSync } from 'node:fs';
import { ifThereNow, unreadable } from '../protocol/ifThere';
import type { MetricLine } from '../protocol/run';
import { runPaths } from './runFolder';
import { writeWhole } from './writeAtomically';

/** Longest time a written line may wait for its fsync; a kill loses nothing either way, a power cut this much. */
const syncEveryMs = 250;

/** The pen that appends to metrics.jsonl. Opened by the first line, after a resume has cut the file back. */
export interface MetricsWriter {
  append(lines: readonly MetricLine[]): void;
  /** Waits for the disk. */
  sync(): void;
  close(): void;
}

export function openMetrics(folder: string): MetricsWriter {
  const file = runPaths(folder).metrics;
  let descriptor: number | null = null;
  let syncedAt = 0;
  const sync = (): void => {
    if (descriptor === null) return;
    fdatasyncSync(descriptor);
    syncedAt = performance.now();
  };
  return {
    append(lines) {
      descriptor ??= openSync(file, 'a');
      writeWhole(descriptor, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const isEvaluation = lines.some(({ split }) => split === 'validation');
      if (isEvaluation || performance.now() - syncedAt > syncEveryMs) sync();
    },
    sync,
    close() {
      sync();
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

/**
 * The last lines of the file, from its last `bytes` bytes: enough to show where a run stands.
 * @throws UserError where something stands there that cannot be read
 */
export function readLastMetrics(folder: string, bytes = 64 * 1024): MetricLine[] {
  const file = runPaths(folder).metrics;
  const descriptor = ifThereNow(file, () => openSync(file, 'r'));
  if (descriptor === null) return [];
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(0, size - bytes);
    const text = readRange(descriptor, start, size);
    const from = start === 0 ? 0 : text.indexOf(newline) + 1;
    return parseLines(text.toString('utf8', from, text.lastIndexOf(newline) + 1));
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    closeSync(descriptor);
  }
}

const newline = 10;

function readRange(descriptor: number, start: number, end: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  let filled = 0;
  while (filled < bytes.length) {
    const count = readSync(descriptor, bytes, filled, bytes.length - filled, start + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function parseLines(text: string): MetricLine[] {
  return text
    .split('\n')
    .map(parseLine)
    .filter((line) => line !== null);
}

function parseLine(text: string): MetricLine | null {
  if (text === '') return null;
  try {
    const line = JSON.parse(text) as Partial<MetricLine> | null;
    const isLine = typeof line?.step === 'number' && typeof line.split === 'string';
    return isLine ? (line as MetricLine) : null;
  } catch {
    return null;
  }
}

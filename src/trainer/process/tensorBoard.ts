import { closeSync, openSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { MetricLine } from '../../protocol/run';
import { writeWhole } from '../../runs/writeAtomically';
import { scalarRecord, sessionStartRecord, versionRecord } from './eventRecord';

/** Writes the points of a run for TensorBoard. */
export interface TensorBoardWriter {
  append(lines: readonly MetricLine[]): void;
  close(): void;
}

/**
 * Opens a new event file at the first line: appending to one whose last record was torn would hide all that
 * follows. Its session start voids the steps that a resumed run makes again.
 */
export function openTensorBoard(folder: string): TensorBoardWriter {
  let descriptor: number | null = null;
  return {
    append(lines) {
      const [first] = lines;
      if (first === undefined) return;
      const records = lines.map(toRecord);
      if (descriptor === null) {
        descriptor = openSync(path.join(folder, fileName()), 'ax');
        records.unshift(versionRecord(first.time), sessionStartRecord(first.time, first.step));
      }
      writeWhole(descriptor, Buffer.concat(records));
    },
    close() {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

/** Files are read in the order of their names: seconds, then what tells two of the same second apart. */
function fileName(): string {
  const now = Date.now();
  const seconds = String(Math.floor(now / 1000)).padStart(10, '0');
  const milliseconds = String(now % 1000).padStart(3, '0');
  const host = os.hostname().replace(/[^\w-]/g, '_') || 'host';
  return `events.out.tfevents.${seconds}.${host}.${milliseconds}.${process.pid}`;
}

function toRecord(line: MetricLine): Buffer {
  const { step, time, split, ...rest } = line;
  const scalars = Object.entries(rest)
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .map(([name, value]) => [`${split}/${name}`, value] as const);
  return scalarRecord({ time, step, scalars: Object.fromEntries(scalars) });
}

import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { syncToDisk } from './durable';

/** What of a run's history a checkpoint stands for. */
export interface HistoryEnd {
  readonly step: number;
  /** The last evaluation that the checkpoint knows of. */
  readonly evaluatedAt: number;
}

/**
 * Cuts metrics.jsonl back to what had happened at a checkpoint, so that every step will stand once; a torn last line
 * goes too. Complete or not at all: a temporary file is renamed over it.
 */
export async function cutMetrics(runFolder: string, end: HistoryEnd): Promise<void> {
  const file = path.join(runFolder, 'metrics.jsonl');
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return;
  const kept = text.split('\n').filter((line) => isBefore(line, end));
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(kept.map((line) => `${line}\n`).join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
  await syncToDisk(runFolder);
}

function isBefore(line: string, { step, evaluatedAt }: HistoryEnd): boolean {
  try {
    const parsed = JSON.parse(line) as { step?: unknown; split?: unknown };
    return Number(parsed.step) <= (parsed.split === 'train' ? step : evaluatedAt);
  } catch {
    return false;
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { runPaths } from '../../runs/runFolder';
import { writeFileAtomically } from '../../runs/writeAtomically';

/** What of a run's history a checkpoint stands for. */
export interface HistoryEnd {
  readonly step: number;
  /** The last evaluation that the checkpoint knows of. */
  readonly evaluatedAt: number;
}

/**
 * Cuts metrics.jsonl back to what had happened at a checkpoint, so that every step will stand once; a torn last line
 * goes too. An evaluation that came after the checkpoint of the same step will come again, so its line goes as well.
 */
export function cutMetrics(runFolder: string, end: HistoryEnd): void {
  const file = runPaths(runFolder).metrics;
  if (!existsSync(file)) return;
  const lines = readFileSync(file, 'utf8').split('\n');
  const kept = lines.filter((line) => isBefore(line, end));
  writeFileAtomically(file, kept.map((line) => `${line}\n`).join(''));
}

function isBefore(line: string, { step, evaluatedAt }: HistoryEnd): boolean {
  try {
    const parsed = JSON.parse(line) as { step?: unknown; split?: unknown };
    return Number(parsed.step) <= (parsed.split === 'train' ? step : evaluatedAt);
  } catch {
    return false;
  }
}

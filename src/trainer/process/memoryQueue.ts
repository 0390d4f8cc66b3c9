import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../protocol/errors';
import { isRunLocked, lockFile } from '../../runs/runLock';
import { privateFolder } from '../../runs/socketAddress';
import { writeFileAtomically } from '../../runs/writeAtomically';

/** A trainer of this user on this machine. */
export interface QueueEntry {
  readonly run: string;
  readonly name: string;
  /** Estimated peak. */
  readonly bytes: number;
  /** Seconds since 1970: who came first goes first. */
  readonly since: number;
  /** It has its memory; otherwise it waits. */
  readonly admitted: boolean;
}

/** What becomes of `mine` beside the others, as a pure function. */
export function admission(
  mine: QueueEntry,
  others: readonly QueueEntry[],
  limitBytes: number,
): { readonly admitted: true } | { readonly admitted: false; readonly behind: QueueEntry } {
  const running = others.filter(({ admitted }) => admitted).sort((a, b) => b.bytes - a.bytes);
  const earlier = others
    .filter(({ admitted, since }) => !admitted && since < mine.since)
    .sort((a, b) => a.since - b.since)[0];
  const used = running.reduce((sum, { bytes }) => sum + bytes, 0);
  const fits = used + mine.bytes <= limitBytes;
  if (fits && earlier === undefined) return { admitted: true };
  const behind = fits ? earlier : (running[0] ?? earlier);
  return behind === undefined ? { admitted: true } : { admitted: false, behind };
}

/** Bytes that all trainers together may take: FINETUNE_MEMORY_LIMIT, else nine tenths of the machine's. */
export function memoryLimit(env: NodeJS.ProcessEnv = process.env): number {
  const asked = env.FINETUNE_MEMORY_LIMIT;
  if (asked !== undefined && asked !== '') {
    const bytes = Number(asked);
    if (Number.isFinite(bytes) && bytes > 0) return bytes;
    throw new UserError(`FINETUNE_MEMORY_LIMIT is "${asked}", which is no number of bytes.`, {
      next: 'Set it to a number such as 8000000000, or unset it.',
    });
  }
  const constrained = process.constrainedMemory();
  const total = os.totalmem();
  return 0.9 * (constrained > 0 ? Math.min(constrained, total) : total);
}

export interface Waiting {
  /** Called whenever the run it waits for changes. */
  onWait(behind: QueueEntry): void;
  stopRequested(): boolean;
}

/** A place in memory, given back when the run ends. */
export interface MemoryPlace {
  leave(): void;
}

const lookEveryMs = 500;

/**
 * Waits until `bytes` fit beside the trainers that are live. Null when a stop was asked for meanwhile.
 * @throws UserError with the figures when they would not fit alone
 */
export async function waitForMemory(
  asked: Pick<QueueEntry, 'run' | 'name' | 'bytes'>,
  waiting: Waiting,
): Promise<MemoryPlace | null> {
  const limit = memoryLimit();
  if (asked.bytes > limit) throw doesNotFit(asked.bytes, limit);
  const home = privateFolder();
  // Nowhere to meet the others: better to train than to wait for nobody.
  if (home === null) return { leave: () => undefined };
  const folder = path.join(home, 'trainers');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${process.pid}.json`);
  const leave = (): void => {
    rmSync(file, { force: true });
  };
  const since = Date.now() / 1000;
  let told: string | null = null;
  while (!waiting.stopRequested()) {
    const answer = await ask(folder, file, { ...asked, since, admitted: false }, limit);
    if (answer?.admitted === true) return { leave };
    if (answer !== null && answer.behind.run !== told) {
      told = answer.behind.run;
      waiting.onWait(answer.behind);
    }
    await wait(lookEveryMs);
  }
  leave();
  return null;
}

/** Looks and registers under one lock, so that two that look at once do not both fit. */
async function ask(
  folder: string,
  file: string,
  mine: QueueEntry,
  limit: number,
): Promise<ReturnType<typeof admission> | null> {
  const lock = await lockFile(path.join(folder, 'lock'));
  if (lock === null) return null;
  try {
    const answer = admission(mine, liveEntries(folder, file), limit);
    const entry = { ...mine, admitted: answer.admitted };
    writeFileAtomically(file, JSON.stringify(entry));
    return answer;
  } finally {
    lock.release();
  }
}

/** Entries whose run is still held; what a killed trainer left is removed. */
function liveEntries(folder: string, own: string): QueueEntry[] {
  return readdirSync(folder)
    .filter((name) => /^\d+\.json$/.test(name))
    .map((name) => path.join(folder, name))
    .filter((file) => file !== own)
    .flatMap((file) => {
      const entry = readEntry(file);
      if (entry !== null && isRunLocked(entry.run) !== false) return [entry];
      rmSync(file, { force: true });
      return [];
    });
}

function readEntry(file: string): QueueEntry | null {
  try {
    const entry = JSON.parse(readFileSync(file, 'utf8')) as Partial<QueueEntry>;
    return typeof entry.run === 'string' && typeof entry.bytes === 'number'
      ? (entry as QueueEntry)
      : null;
  } catch {
    return null;
  }
}

function doesNotFit(bytes: number, limit: number): UserError {
  const size = (value: number): string =>
    value < 1e9 ? `${Math.ceil(value / 1e6)} MB` : `${(value / 1e9).toFixed(1)} GB`;
  return new UserError(
    `This run needs about ${size(bytes)} of memory; ${size(limit)} are available.`,
    {
      next: 'Lower training.batchSize (and raise training.gradientAccumulation to keep its effect) or training.maxLength, or choose a smaller model.',
    },
  );
}

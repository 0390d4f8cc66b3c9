import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** A new name beside a copy that is being written, which says whose it is. */
export function newDraft(out: string): string {
  return `${out}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
}

/** Takes away the drafts of the same copy that processes left when they were killed. */
export async function removeLeftDrafts(out: string): Promise<void> {
  const folder = path.dirname(out);
  // note: what is wrong with the folder shows when the copy is written.
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(`${path.basename(out)}.`)) continue;
    const [, pid] = /^\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name.slice(path.basename(out).length)) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(path.join(folder, name), { force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

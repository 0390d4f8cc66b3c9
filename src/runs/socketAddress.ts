import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The system's limit for the path of a Unix socket is 104 bytes on macOS, 108 on Linux. */
const longestPath = 100;

/** A folder that is ours alone, for sockets and for the list of live trainers. Null when none can be had. */
export function privateFolder(): string | null {
  const user = process.getuid?.() ?? os.userInfo().username;
  const candidates = [os.tmpdir(), ...(process.platform === 'win32' ? [] : ['/tmp'])];
  for (const candidate of candidates) {
    const folder = path.join(candidate, `finetune-${user}`);
    // 16 hexadecimal digits and ".sock" follow.
    if (process.platform !== 'win32' && Buffer.byteLength(folder) + 22 > longestPath) continue;
    if (isOursAlone(folder)) return folder;
  }
  return null;
}

/** Where the trainer of this run listens; the same for every path that leads to the folder. */
export function socketAddress(runFolder: string): string | null {
  const hash = createHash('sha256').update(realpathSync(runFolder)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\finetune-${hash}`;
  const folder = privateFolder();
  return folder === null ? null : path.join(folder, `${hash}.sock`);
}

/** Makes the folder when needed; one that another user made first, or can write to, is not used. */
function isOursAlone(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const stats = lstatSync(folder);
    if (process.platform === 'win32') return stats.isDirectory();
    return stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o077) === 0;
  } catch {
    return false;
  }
}

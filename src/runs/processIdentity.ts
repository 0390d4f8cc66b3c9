import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * When a process began, as the operating system tells it: pid and start together name a process even after
 * the pid was given to another. Null when there is no such process (or the system does not say).
 */
export async function processStart(pid: number): Promise<string | null> {
  if (process.platform === 'linux') return linuxStart(pid);
  if (process.platform !== 'win32') return ask('ps', ['-o', 'lstart=', '-p', String(pid)]);
  const script = `(Get-Process -Id ${Math.trunc(pid)}).StartTime.ToFileTimeUtc()`;
  return ask('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]);
}

/** Whether the process that called itself (pid, start) still lives. An unknown start trusts the pid alone. */
export async function isProcessAlive(pid: number, start: string | null): Promise<boolean> {
  if (!answersSignals(pid)) return false;
  if (start === null) return true;
  const now = await processStart(pid);
  return now === start;
}

/** Boot and clock ticks since it: a reboot hands out the same ticks again. Field 22 of proc(5) stat. */
function linuxStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // note: the command, in brackets, may hold spaces and brackets itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, ticks] = [fields[0], fields[19]];
    // A zombie runs no more, whoever has yet to collect it.
    if (state === 'Z' || state === 'X' || ticks === undefined) return null;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`;
  } catch {
    return null;
  }
}

function ask(command: string, parameters: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      command,
      parameters,
      { timeout: 10_000, windowsHide: true, env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' } },
      (error, output) => {
        const text = output.trim();
        resolve(error !== null || text === '' ? null : text);
      },
    );
  });
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process lives but may not be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

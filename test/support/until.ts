import { setTimeout as wait } from 'node:timers/promises';

/** Waits until something holds, looking often; fails after `seconds` with what was waited for. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  seconds = 30,
): Promise<void> {
  const end = performance.now() + seconds * 1_000;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${seconds} s in vain: ${what}`);
    await wait(10);
  }
}

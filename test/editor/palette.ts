import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { offeredCommands } from './workbench';

const anywhere = ['Add model folder', 'Open sample workspace'];
const inFolder = [...anywhere, 'New run config', 'Refresh'];
const withConfig = [...inFolder, 'Estimate', 'Train'];
const withRun = [
  ...withConfig,
  ...['Clean up…', 'Copy path', 'Delete run…', 'Edit note…', 'Export metrics as CSV…'],
  ...[
    'New run from this',
    'Open config',
    'Open run',
    'Rename run…',
    'Reveal run folder',
    'Show log',
  ],
];

/** Which commands the palette offers, by what the window holds. */
export const commandsFor = {
  nothing: anywhere,
  folder: inFolder,
  config: withConfig,
  liveRun: [...withRun, 'Stop', 'Write a checkpoint now'],
  finishedRun: [...withRun, 'Copy Python snippet', 'Evaluate', 'Predict'],
  /** Looked at without trust: nothing that starts, ends or deletes. */
  restricted: [
    ...withRun.filter((title) => !/^(Clean up…|Delete run…|Estimate|Train)$/.test(title)),
    'Copy Python snippet',
  ],
} as const;

/** Commands about runs and configs; those about data come and go with what a check of it has found. */
const known: ReadonlySet<string> = new Set([
  ...Object.values(commandsFor).flat(),
  ...['Compare runs', 'Fine-tune on this file…', 'Resume'],
]);

/** Waits until the palette offers of these commands exactly the expected ones; the extension learns what there is a little later. */
export async function offersCommands(page: Page, expected: readonly string[]): Promise<void> {
  const wanted = [...expected].sort();
  const end = Date.now() + 60_000;
  for (;;) {
    const offered = (await offeredCommands(page)).filter((title) => known.has(title));
    if (offered.join() === wanted.join()) return;
    if (Date.now() > end) assert.deepEqual(offered, wanted);
  }
}

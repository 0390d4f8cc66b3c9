import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { goTo, quickFixes } from './lint';
import { until, writeConfig, type Session } from './session';
import { openFile, runCommand, takeScreenshot } from './workbench';

/** A label that the run config does not declare is marked in its dataset, and the quick fix writes the one that is near. */
export async function marksUndeclaredLabel(session: Session): Promise<void> {
  const { page, server } = session;
  const rows = Array.from({ length: 60 }, (_, index) =>
    JSON.stringify({ text: `The ${index} gulls cried.`, label: index === 30 ? 'calmm' : 'calm' }),
  );
  const file = path.join(server.workspace, 'gulls.jsonl');
  writeFileSync(file, `${rows.join('\n')}\n`);
  writeConfig(session, 'gulls', { data: { train: 'gulls.jsonl', labels: ['calm', 'glad'] } });
  await openFile(page, 'gulls.jsonl');
  await goTo(page, `31:${(rows[30] ?? '').indexOf('calmm') + 2}`);
  // note: that the label is rare is a warning; only a config that is known makes it an error.
  await page.locator('.cdr.squiggly-error').first().waitFor();
  const fix = (await quickFixes(page)).filter({ hasText: /^Write "calm"/ }).first();
  await fix.waitFor();
  await takeScreenshot(page, 'lint-declared-labels');
  await fix.click();
  await page.locator('.cdr.squiggly-error').first().waitFor({ state: 'detached' });
  await runCommand(page, 'File: Save');
  const mended = `${rows.join('\n').replace('calmm', 'calm')}\n`;
  await until(session, 'the fix is saved', () => readFileSync(file, 'utf8') === mended);
  await runCommand(page, 'View: Close All Editors');
}

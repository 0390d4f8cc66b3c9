import assert from 'node:assert/strict';
import type { Session } from './session';
import { hidePanel, runAndPick, takeScreenshot, webview } from './workbench';

/** The dataset page shows rows and columns of a file and leads back to its lines. */
export async function opensDataset({ page }: Session): Promise<void> {
  await runAndPick(page, 'Fine-Tune: Open dataset', 'emotions.train.jsonl');
  const frame = await webview(page, '.grid-body .grid-row');
  await frame.locator('.dataset-head', { hasText: /\d rows · / }).waitFor();
  await frame.locator('.head-cell', { hasText: '4 values' }).waitFor();
  await hidePanel(page);
  await frame.locator('.grid-body .grid-row').nth(1).click();
  await frame.locator('.row-panel h2', { hasText: 'Row 2' }).waitFor();
  await takeScreenshot(page, 'dataset-page');
  await frame.getByRole('button', { name: 'Open line 2' }).click();
  const active = page.locator('.tab.active', { hasText: 'emotions.train.jsonl' });
  await active.waitFor();
  assert.equal(await active.count(), 1);
  await page
    .locator('.editor-statusbar-item, .statusbar-item', { hasText: 'Ln 2' })
    .first()
    .waitFor();
}

// How soon a large file shows its first rows, and any row later on:
//   node scripts/bench.mjs openDataset [--gigabytes 10] [--folder DIR]
// Writes a JSONL file of that size, opens it as the dataset page does, and takes the time to the first screen of rows.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DatasetBrowser } from '../src/data/browse/datasetBrowser';
import { asNamedNowhere } from '../test/support/asNamedNowhere';
import { sourceOf } from '../src/data/readRows';
import type { ToDatasetPage } from '../src/protocol/datasetPage';
import { describeMachine } from './machine';

const { values: asked } = parseArgs({
  options: {
    gigabytes: { type: 'string', default: '10' },
    folder: { type: 'string', default: os.tmpdir() },
    seconds: { type: 'string', default: '5' },
  },
});

/** Writes rows of some 250 bytes until the file has its size. */
function writeRows(file: string, bytes: number): void {
  const block = Array.from({ length: 4_000 }, (_, index) =>
    JSON.stringify({
      text: `Comment ${index}: ${'what a day it was '.repeat(index % 20)}`,
      label: index % 3 === 0 ? 'positive' : 'negative',
      stars: index % 5,
    }),
  ).join('\n');
  const buffer = Buffer.from(`${block}\n`);
  const handle = openSync(file, 'w');
  for (let written = 0; written < bytes; written += buffer.length) writeSync(handle, buffer);
  closeSync(handle);
}

const folder = mkdtempSync(path.join(asked.folder, 'open-dataset-'));
try {
  const file = path.join(folder, 'large.jsonl');
  const size = Number(asked.gigabytes) * 1e9;
  console.log(`${describeMachine()}; writing ${asked.gigabytes} GB`);
  writeRows(file, size);
  const startedAt = performance.now();
  const since = (): string => `${(performance.now() - startedAt).toFixed(0)} ms`;
  let isShown = false;
  const send = (message: ToDatasetPage): void => {
    if (message.type === 'view' && !isShown && message.view.rows > 0)
      void browser.sendRows(message.view.version, 0, 100);
    if (message.type !== 'rows' || isShown || message.rows.length === 0) return;
    isShown = true;
    console.log(`  first ${message.rows.length} rows after ${since()}`);
  };
  const browser = new DatasetBrowser({
    ...asNamedNowhere(sourceOf(file)),
    isCheckedAtOnce: true,
    firstVersion: 1,
    send,
  });
  const reading = browser.open().catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, Number(asked.seconds) * 1_000));
  browser.dispose();
  await reading;
  const memory = Math.round(process.resourceUsage().maxRSS / 1_000);
  console.log(`  after ${asked.seconds} s of reading on: peak memory ${memory} MB`);
} finally {
  rmSync(folder, { recursive: true });
}

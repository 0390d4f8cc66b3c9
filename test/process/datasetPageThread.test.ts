import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { seededNumbers } from '../../src/data/seededNumbers';
import type { DatasetPageRequest } from '../../src/extension/datasets/datasetPageRequest';
import { lintSetup } from '../../src/extension/lint/lintSetup';
import type { DatasetHead, ToDatasetPage } from '../../src/protocol/datasetPage';

const dist = path.join(process.env.FINETUNE_ROOT ?? '.', 'dist');
const longCharacters = 2_000_000;
const lastRow = 200;

/** Rows of which one is as long as a book, and takes a second to be checked. */
function writeLongRow(file: string): void {
  const next = seededNumbers(3);
  const words = 'the a report on how people spend their time with old maps and trains'.split(' ');
  const long: string[] = [];
  for (let length = 0; length < longCharacters; length += (long.at(-1)?.length ?? 0) + 1)
    long.push(words[Math.floor(next() * words.length)] ?? '');
  const rows = Array.from({ length: lastRow }, (_, at) =>
    JSON.stringify({ text: at === 20 ? long.join(' ') : `Row ${at} ends here.  `, label: at % 2 }),
  );
  writeFileSync(file, `${rows.join('\n')}\n`);
}

interface Watched {
  /** Rows that were sent while the check went on, one asked for after the other. */
  readonly nAnswered: number;
  /** The last one. */
  readonly head: DatasetHead;
}

/** Opens a file as the dataset page does, and asks for its last row again and again until it is checked. */
function watchCheck(file: string): Promise<Watched> {
  const thread = new Worker(path.join(dist, 'datasetPageWorker.js'), {
    workerData: { checkWorker: path.join(dist, 'datasetCheckWorker.js') },
  });
  const ask = (request: DatasetPageRequest): void => thread.postMessage(request);
  const settings = { rules: {}, thresholds: {}, mostPerRule: 100 };
  const setup = lintSetup(file, [], { settings, suppressed: [] });
  let [isChecking, nAnswered] = [false, 0];
  const watched = new Promise<Watched>((resolve, reject) => {
    thread.on('error', reject);
    thread.on('message', (message: ToDatasetPage) => {
      if (message.type === 'failed') reject(new Error(message.message));
      if (message.type === 'view' && message.view.rows === lastRow && !isChecking) {
        isChecking = true;
        ask({ type: 'rows', version: message.view.version, at: 0, count: lastRow });
        ask({ type: 'detail', row: lastRow });
      }
      if (message.type === 'detail') {
        nAnswered += 1;
        ask({ type: 'detail', row: lastRow });
      }
      if (message.type === 'head' && message.head.checked === 1)
        resolve({ nAnswered, head: message.head });
    });
    ask({ type: 'open', setup, isChecked: true });
  });
  return watched.finally(() => thread.terminate());
}

test('the dataset page shows rows while a long one is checked', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'finetune-page-'));
  try {
    const file = path.join(folder, 'long.jsonl');
    writeLongRow(file);
    const { nAnswered, head } = await watchCheck(file);
    const spaced = head.problems?.find(({ rule }) => rule === 'L-TXT-02');
    assert.equal(spaced?.count, lastRow - 1);
    // Within the second of that row; a thread that does both answers a handful of times.
    assert.ok(nAnswered > 100, `${nAnswered} answers`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

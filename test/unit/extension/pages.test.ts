import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareEvaluations, newestPair } from '../../../src/extension/panels/compareEvaluations';
import { pageHtml } from '../../../src/extension/panels/html';
import {
  parseFromComparePage,
  parseFromPredictPage,
  parseFromRunPage,
} from '../../../src/extension/panels/messages';
import { parsePrediction } from '../../../src/extension/panels/prediction';
import type { EvaluationReport } from '../../../src/protocol/reports';
import { sampleReport, sampleSnapshot } from '../../support/pages/sampleRuns';

test('messages that a page may send come through as they are', () => {
  const run = [
    { type: 'ready' },
    { type: 'action', id: '/r', action: 'checkpoint-now' },
    { type: 'overlay', ids: ['/a', '/b'] },
    { type: 'open-run', id: '/r' },
    { type: 'open-row', path: '/d.jsonl', line: 12 },
  ];
  for (const message of run) assert.deepEqual(parseFromRunPage(message), message);
  for (const message of [run[0], run[3], run[4]]) {
    assert.deepEqual(parseFromComparePage(message), message);
  }
  const predict = [
    { type: 'ready' },
    { type: 'predict', text: '--json', subjects: ['/r'] },
    { type: 'copy-row', text: 'a', label: 'b' },
  ];
  for (const message of predict) assert.deepEqual(parseFromPredictPage(message), message);
});

test('anything else from a page is refused', () => {
  const forged: unknown[] = [
    null,
    undefined,
    'ready',
    [],
    {},
    { type: 'eval' },
    { type: 'action', id: '/r', action: 'constructor' },
    { type: 'action', id: '/r', action: 'deleteRun' },
    { type: 'action', id: '', action: 'stop' },
    { type: 'action', id: 7, action: 'stop' },
    { type: 'action', id: 'x'.repeat(5_000), action: 'stop' },
    { type: 'overlay', ids: '/a' },
    { type: 'overlay', ids: Array.from({ length: 65 }, () => '/a') },
    { type: 'open-row', path: '/d', line: 0 },
    { type: 'open-row', path: '/d', line: 1.5 },
    { type: 'open-row', path: { toString: () => '/d' }, line: 1 },
    { type: 'predict', text: 'x'.repeat(20_001), subjects: ['/r'] },
    { type: 'predict', text: 'x', subjects: [1] },
    { type: 'copy-row', text: 'x' },
  ];
  for (const message of forged) {
    assert.equal(parseFromRunPage(message), null);
    assert.equal(parseFromComparePage(message), null);
    assert.equal(parseFromPredictPage(message), null);
  }
});

test('what a message carries beyond its shape does not come through', () => {
  const parsed = parseFromRunPage({ type: 'open-run', id: '/r', command: 'x' });
  assert.deepEqual(parsed, { type: 'open-run', id: '/r' });
});

test('a page allows its own script and styles and nothing else', () => {
  const html = pageHtml({
    title: '</title><script>alert(1)</script>',
    script: 'https://host/run.js',
    styles: ['https://host/run.css'],
    cspSource: 'https://host',
    nonce: 'abc',
    id: '"><img src=x onerror=alert(1)>',
  });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  assert.match(policy, /^default-src &#39;none&#39;; script-src &#39;nonce-abc&#39;; /);
  assert.ok(!policy.includes('unsafe'));
  assert.equal([...html.matchAll(/<script/g)].length, 1);
  assert.ok(!html.includes('<img'));
  assert.ok(!/ on\w+=/.test(html.replaceAll(/"[^"]*"/g, '')));
  assert.ok(!html.includes('<style'));
});

test('a prediction is read from what the command line printed', () => {
  const scores = { positive: 0.9, negative: 0.1 };
  const line = JSON.stringify({ row: 1, prediction: 'positive', scores });
  assert.deepEqual(parsePrediction(`${line}\n`), { prediction: 'positive', scores });
  assert.throws(() => parsePrediction('\n'));
  assert.throws(() => parsePrediction('{"row":1}'), /no prediction/);
});

test('evaluations are compared on the newest rows that both saw', () => {
  const report = (hash: string, createdAt: number, rows = [1, 2]): EvaluationReport =>
    ({
      data: { path: '/d', hash },
      rows: rows.length,
      outcomes: { rows, lines: rows, gold: rows, predicted: rows },
      createdAt,
    }) as unknown as EvaluationReport;
  const first = [report('a', 1), report('b', 2), report('c', 3)];
  const second = [report('b', 4), report('a', 5)];
  assert.deepEqual(newestPair(first, second), [first[1], second[0]]);
  assert.deepEqual(newestPair(first, [report('x', 9)]), [first[2], report('x', 9)]);
  assert.equal(newestPair(first, []), null);
  // Validation and test rows cut from one file.
  const [validation, test] = [report('c', 6, [3, 4]), report('c', 7, [5, 6])];
  assert.deepEqual(newestPair([validation], [validation, test]), [validation, validation]);
});

test('flipped rows come with the texts of their file, unless it has changed', async () => {
  const before = sampleReport();
  const { outcomes, data } = before;
  // The second run answers the first row that was wrong rightly, and the first two that were right wrongly.
  const wrong = outcomes!.gold.findIndex((gold, index) => gold !== outcomes!.predicted[index]);
  const right = outcomes!.gold
    .flatMap((gold, index) => (gold === outcomes!.predicted[index] ? [index] : []))
    .slice(0, 2);
  const predicted = outcomes!.predicted.map((label, index) => {
    if (index === wrong) return outcomes!.gold[index]!;
    return right.includes(index) ? (label + 1) % 4 : label;
  });
  const after = sampleReport({ createdAt: 9, outcomes: { ...outcomes!, predicted } });
  const runs = [
    sampleSnapshot({ evaluations: [before] }),
    sampleSnapshot({ evaluations: [after] }),
  ];
  const asked: unknown[] = [];
  const compare = (hash: string): ReturnType<typeof compareEvaluations> =>
    compareEvaluations(runs, {
      read: () => Promise.resolve({ hash, fields: null } as never),
      texts: (source, column, rows) => {
        asked.push([source.path, column, rows.length]);
        return Promise.resolve(new Map(rows.map((row) => [row, `text ${row}`])));
      },
    });
  const { flipped, mcnemar } = await compare(data.hash);
  assert.deepEqual(asked, [[data.path, 'text', 3]]);
  assert.deepEqual(
    flipped.map(({ path, line, text }) => [path, line, text]),
    [wrong, ...right]
      .sort((a, b) => a - b)
      .map((index) => [data.path, index + 1, `text ${index + 1}`]),
  );
  // 3 discordant rows, 1 against 2: twice the lower tail (1 + 3) / 8, at most 1.
  assert.deepEqual(mcnemar, {
    evaluations: [before.createdAt, 9],
    onlyFirstRight: 2,
    onlySecondRight: 1,
    pValue: 1,
    reason: null,
  });
  const changed = await compare('another');
  assert.ok(changed.flipped.length === 3 && changed.flipped.every(({ text }) => text === ''));
  assert.deepEqual(await compareEvaluations([], null as never), { flipped: [], mcnemar: null });
  const missing = await compareEvaluations([runs[0]!, sampleSnapshot()], null as never);
  assert.match(missing.mcnemar!.reason!, /^Evaluate emotions to see/);
});

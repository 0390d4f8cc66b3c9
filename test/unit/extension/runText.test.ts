import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownRun } from '../../../src/extension/runs/knownRun';
import { contextValueOf, previousRunOf, stepsDone } from '../../../src/extension/runs/runFacts';
import { runParts } from '../../../src/extension/views/runParts';
import { runDescription, runIcon } from '../../../src/extension/views/runText';
import { runTooltip } from '../../../src/extension/views/runTooltip';
import { statusText } from '../../../src/extension/views/statusText';
import { fakeLines, fakeRecord, fakeRun } from './fakeRun';

const startedAt = fakeRecord().startedAt;
const phase = { phase: 'tokenise', startedAt, finishedAt: null, done: 0.62, detail: null } as const;
const waitingFor = { run: '/w/runs/20270115-075900-emotions-1', reason: 'memory' };
const best = { metric: 'f1-macro', value: 0.6718, step: 400 } as const;

const rows: readonly (readonly [string, KnownRun, string, string])[] = [
  [
    'starting',
    fakeRun({ state: 'starting', phases: [{ ...phase, phase: 'load-model', done: null }] }),
    'loading~spin',
    'Loading model…',
  ],
  [
    'tokenising',
    fakeRun({ state: 'starting', phases: [phase] }),
    'loading~spin',
    'Tokenising 62 %',
  ],
  [
    'running',
    fakeRun({}, { recent: fakeLines(230, 0.2667) }),
    'loading~spin',
    '46 % · loss .412 · 1 m 12 s left',
  ],
  [
    'stopping',
    fakeRun({ state: 'stopping' }, { recent: fakeLines(210, 1) }),
    'loading~spin',
    'Stopping after step 211…',
  ],
  [
    'resumed and asked to stop before its next step',
    fakeRun({ state: 'stopping', phases: [phase] }, { recent: fakeLines(237, 1) }),
    'loading~spin',
    'Stopping…',
  ],
  ['waiting', fakeRun({ state: 'starting', waitingFor }), 'clock', 'Waits for emotions-1 (memory)'],
  [
    'finished',
    fakeRun({ state: 'finished', best, finishedAt: startedAt + 185 }),
    'pass-filled',
    'f1-macro .672 · 3 m 05 s',
  ],
  [
    'stopped',
    fakeRun({ state: 'stopped' }, { recent: fakeLines(210, 1) }),
    'circle-slash',
    'Stopped at 210/500',
  ],
  [
    'failed',
    fakeRun({
      state: 'failed',
      failure: {
        reason: '/d/a.jsonl:37:2: Loss became NaN at step 37. The rest.',
        next: 'Lower it.',
      },
    }),
    'error',
    'Loss became NaN at step 37',
  ],
  [
    'interrupted',
    fakeRun({ state: 'interrupted' }, { checkpoints: [200, 210] }),
    'debug-disconnect',
    'Interrupted at 210/500 · can resume',
  ],
];

for (const [name, run, icon, description] of rows) {
  test(`a run that is ${name} shows its icon and description`, () => {
    assert.equal(runIcon(run.record).icon, icon);
    assert.equal(runDescription(run), description);
  });
}

test('a run that is resumed stands at its checkpoint until its next step', () => {
  const facts = { recent: fakeLines(237, 1), checkpoints: [100, 200] };
  const [tokenising, begun] = [[phase], [...fakeRecord().phases]];
  assert.equal(stepsDone(fakeRun({ state: 'starting', phases: [] }, facts)), 200);
  assert.equal(stepsDone(fakeRun({ state: 'starting', phases: tokenising }, facts)), 200);
  assert.equal(stepsDone(fakeRun({ state: 'running', phases: begun }, facts)), 237);
  assert.equal(stepsDone(fakeRun({ state: 'interrupted', phases: tokenising }, facts)), 237);
});

test('actions fit the state', () => {
  assert.equal(contextValueOf(fakeRun()), 'run live');
  assert.equal(
    contextValueOf(fakeRun({ state: 'finished' }, { hasModel: true })),
    'run ended model',
  );
  assert.equal(contextValueOf(fakeRun({ state: 'interrupted' })), 'run ended resumable');
});

test('the status bar names one run, counts several and hides without any', () => {
  const running = fakeRun({}, { recent: fakeLines(230, 0.2667) });
  assert.equal(statusText([running])?.text, '$(loading~spin) emotions 46 % · 1 m left');
  assert.equal(statusText([running, running, running])?.text, '$(loading~spin) 3 runs');
  assert.equal(statusText([fakeRun({ state: 'finished' })]), null);
  const resumed = fakeRun({ state: 'starting', phases: [phase] }, { recent: fakeLines(237, 1) });
  assert.equal(statusText([resumed])?.text, '$(loading~spin) emotions starting');
});

test('the previous run is the newest earlier one of the same config', () => {
  const older = fakeRun({ startedAt: startedAt - 20 }, { folder: '/r/older' });
  const old = fakeRun({ startedAt: startedAt - 10 }, { folder: '/r/old' });
  const other = fakeRun(
    { startedAt: startedAt - 5, configFile: '/x.json' },
    { folder: '/r/other' },
  );
  const later = fakeRun({ startedAt: startedAt + 5 }, { folder: '/r/later' });
  const run = fakeRun();
  assert.equal(previousRunOf(run, [older, old, other, run, later])?.folder, '/r/old');
  assert.equal(previousRunOf(older, [older, old, run]), null);
});

test('text from files is inert in the tooltip', () => {
  const hostile = '[x](command:evil) <img src=x> | a\n# head';
  const text = runTooltip(fakeRun({ name: hostile, note: hostile }), [
    { key: 'model', previous: hostile },
  ]);
  assert.ok(!/(?<!\\)\[x/.test(text));
  assert.ok(!/(?<!\\)<img/.test(text));
  assert.ok(!text.includes('\n# head'));
  for (const line of text.split('\n').filter((each) => each.startsWith('|'))) {
    assert.equal(line.replaceAll('\\|', '').split('|').length, 4, line);
  }
});

test('a run has rows for what it holds', () => {
  const run = fakeRun(
    { best },
    { checkpoints: [200, 400], evaluations: ['evaluation-test-20270115-081000.json'] },
  );
  const parts = runParts(run);
  assert.deepEqual(
    parts.map(({ label }) => label),
    ['Best checkpoint', 'Checkpoints', 'Evaluations', 'Config', 'Log'],
  );
  assert.deepEqual(
    parts[1]?.children.map(({ label, description }) => [label, description]),
    [
      ['Step 400', 'best'],
      ['Step 200', ''],
    ],
  );
  assert.equal(parts[2]?.children[0]?.label, 'test');
  const ids = parts.flatMap((part) => [part.id, ...part.children.map(({ id }) => id)]);
  assert.equal(new Set(ids).size, ids.length);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cut } from '../../../src/cli/terminal/visibleText';
import { visible } from '../../../src/protocol/visible';
import { bar, openLiveLine } from '../../../src/cli/terminal/liveLine';
import { table } from '../../../src/cli/terminal/table';
import { openTrainView, statusLine } from '../../../src/cli/terminal/trainView';
import { newRecord } from '../../../src/runs/runRecord';
import type { RunRecord } from '../../../src/protocol/run';
import { fakeOutput } from '../../support/fakeOutput';
import { trainLine } from '../../support/makeRun';

test('text is cut with an ellipsis, and what a terminal would obey is shown', () => {
  assert.equal(cut('abcdef', 4), 'abc…');
  assert.equal(visible('a\u001b[31mb\nc\u202e'), 'a·[31mb·c·');
});

test('a bar is as wide whatever it shows', () => {
  for (const share of [-1, 0, 0.3, 0.999, 1, 2]) assert.equal(bar(share, 10).length, 12);
  assert.equal(bar(0.55, 10), '▕█████▌    ▏');
  assert.equal(bar(0, -18), '▕▏');
});

test('tables keep to the width', () => {
  const columns = [
    { head: 'label', align: 'left', most: 6 },
    { head: 'n', align: 'right' },
  ] as const;
  const rows = [
    ['a', '1'],
    ['longlabel', '12345'],
  ];
  assert.deepEqual(table(columns, rows, 40), ['label       n', 'a           1', 'longl…  12345']);
  for (const line of table(columns, rows, 9)) assert.ok(line.length <= 9);
});

test('the live line writes over itself on a terminal and is silent elsewhere', () => {
  const terminal = fakeOutput(20);
  const live = openLiveLine(terminal.output);
  live.show('a line that is far too long for this');
  live.print('stays');
  live.end();
  const erase = '\r\u001b[2K';
  const cutLine = 'a line that is far…';
  assert.equal(terminal.text.stdout, `${erase}${cutLine}${erase}stays\n${erase}${cutLine}${erase}`);
  const pipe = fakeOutput();
  const silent = openLiveLine(pipe.output);
  silent.show('x');
  silent.print('stays');
  silent.end();
  assert.equal(pipe.text.stdout, 'stays\n');
});

const record: RunRecord = {
  ...newRecord({ name: 'emo', engine: 'compiled', configFile: null, configSet: [], startedAt: 0 }),
  state: 'running',
  totalSteps: 40,
  device: 'cpu',
  model: {
    path: '/m/minilm',
    family: 'bert',
    parameters: 22_713_216,
    trainable: 22_713_216,
    labels: [],
  },
  datasets: [{ split: 'train', path: 't', hash: '', rows: 43_410 }],
  phases: [{ phase: 'train', startedAt: 0, finishedAt: null, done: null, detail: null }],
};

test('the status line: step, loss, pace and time left; the phase before that', () => {
  const lines = Array.from({ length: 10 }, (_, index) => trainLine(index + 1));
  const line = statusLine(record, lines, 100);
  assert.match(line, /^▕█+.* +25 % {2}step 10\/40 {2}loss \.100 {2}100 tok\/s {2}30 s left$/);
  for (const width of [40, 60, 80]) assert.ok(statusLine(record, lines, width).length < 80);
  const loading = {
    ...record,
    phases: [{ ...record.phases[0]!, phase: 'tokenise', done: 0.625 }],
  } as const;
  assert.equal(statusLine(loading, [], 80), 'Tokenising 62 %…');
  const event = { type: 'resumed', step: 30, time: 0, message: '' } as const;
  assert.match(statusLine({ ...record, events: [event] }, [], 100), / 75 % {2}step 30\/40$/);
  assert.match(
    statusLine({ ...record, state: 'stopping' }, lines, 80),
    /^Stopping after this step/,
  );
});

test('on a terminal the header and an evaluation fold between their parts', () => {
  const scores = {
    accuracy: 0.6543,
    'precision-macro': 0.6,
    'recall-macro': 0.61,
    'f1-macro': 0.6,
  };
  const evaluation = { step: 200, epoch: 0.8, time: 9, split: 'validation', ...scores } as const;
  for (const width of [60, 80, 110, 200]) {
    const { output, text } = fakeOutput(width);
    const view = openTrainView(output, '/r/emo');
    view.event({ type: 'record', record });
    view.event({ type: 'lines', lines: [evaluation] });
    view.end();
    // eslint-disable-next-line no-control-regex -- what a terminal obeys takes no room on it
    const shown = text.stdout.replaceAll(/\u001b\[[0-9]*[mK]/g, '');
    const lines = shown.split('\n').map((line) => line.split('\r').at(-1) ?? '');
    for (const line of lines) assert.ok(line.length < width, `${width}: ${line}`);
    const words = lines.join('\n').replaceAll(/\n {4}/g, '  ');
    assert.match(
      words,
      /step 200\/40 {2}epoch \.800 {2}validation {2}accuracy \.654 {2}precision-macro \.600 {2}recall-macro \.610 {2}f1-macro \.600\n/,
    );
  }
});

test('without a terminal: header, a line every evaluation, closing block, no control codes', () => {
  const { output, text } = fakeOutput();
  const view = openTrainView(output, '/r/20260101-000000-emo');
  view.event({ type: 'record', record });
  for (const step of [1, 2, 3]) view.event({ type: 'lines', lines: [trainLine(step)] });
  const evaluation = { step: 3, epoch: 0.3, time: 9, split: 'validation', accuracy: 0.5 } as const;
  view.event({ type: 'lines', lines: [evaluation] });
  const best = { metric: 'f1-macro', value: 0.672, step: 3 } as const;
  view.close({ ...record, state: 'finished', finishedAt: 72, best });
  view.end();
  // eslint-disable-next-line no-control-regex -- their absence is what is tested
  assert.ok(!/[\u0000-\u0009\u000b-\u001f]/.test(text.stdout));
  assert.deepEqual(text.stdout.split('\n'), [
    'emo · minilm (22.7 M parameters, all train) · 43,410 train rows · cpu',
    '/r/20260101-000000-emo',
    'step 3/40  epoch .300  validation  accuracy .500',
    'Finished in 1 m 12 s. Best f1-macro .672 at step 3.',
    '  model   /r/20260101-000000-emo/model',
    '  next    finetune evaluate /r/20260101-000000-emo',
    '          finetune predict /r/20260101-000000-emo --text "…"',
    '',
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ToRunPage } from '../../../src/protocol/pages';
import { appendLines, emptyCurves } from '../../../src/webview/plot/curves';
import { configDifferences, configEntries } from '../../../src/webview/configEntries';
import { actionsFor } from '../../../src/webview/run/actions';
import { keyFigures } from '../../../src/webview/run/keyFigures';
import { progressOf, secondsLeft } from '../../../src/webview/run/progress';
import type { RunModel } from '../../../src/webview/run/runModel';
import { applyMessage, assignColors } from '../../../src/webview/run/runModel';
import {
  sampleConfig,
  sampleLines,
  sampleRecord,
  sampleReport,
  sampleSnapshot,
} from '../../support/pages/sampleRuns';

function modelAfter(...messages: readonly ToRunPage[]): RunModel {
  const snapshot: ToRunPage = {
    type: 'snapshot',
    shown: sampleSnapshot({ id: 'a' }),
    overlaid: [sampleSnapshot({ id: 'b' })],
    others: [],
  };
  const model = [snapshot, ...messages].reduce<RunModel | null>(applyMessage, null);
  assert.ok(model);
  return model;
}

test('events reach the run they name, and only it', () => {
  const [line] = sampleLines(601, { seed: 1, everySteps: 1000 }).slice(600);
  const model = modelAfter(
    { type: 'lines', id: 'a', lines: [line!] },
    { type: 'log', id: 'a', text: 'more\n' },
    { type: 'checkpoints', id: 'b', steps: [1] },
    { type: 'evaluation', id: 'a', report: sampleReport() },
    { type: 'record', id: 'b', record: sampleRecord({ name: 'renamed' }) },
    { type: 'busy', id: 'a', words: 'Evaluating…' },
  );
  assert.equal(model.shown.curves.train.step.at(-1), 601);
  assert.equal(model.overlaid[0]!.curves.train.step.at(-1), 600);
  assert.ok(model.shown.log.endsWith('Device: cpu\nmore\n'));
  assert.deepEqual(model.overlaid[0]!.checkpoints, [1]);
  assert.equal(model.shown.evaluations.length, 1);
  assert.equal(model.overlaid[0]!.record.name, 'renamed');
  assert.equal(model.shown.busy, 'Evaluating…');
});

test('an event before the first snapshot says nothing', () => {
  assert.equal(applyMessage(null, { type: 'log', id: 'a', text: 'x' }), null);
});

test('a run keeps its colour when others come and go', () => {
  const first = assignColors(['a', 'b', 'c'], {});
  assert.deepEqual(first, { a: 0, b: 1, c: 2 });
  const without = assignColors(['a', 'c'], first);
  assert.deepEqual(without, { a: 0, c: 2 });
  assert.deepEqual(assignColors(['a', 'c', 'd'], without), { a: 0, c: 2, d: 1 });
});

test('the bar says step, epoch and time left while a run lives, its duration after', () => {
  const curves = emptyCurves();
  appendLines(curves, sampleLines(1000, { seed: 1, everySteps: 5000 }).slice(0, 600));
  const record = sampleRecord({ totalSteps: 1000 });
  const now = curves.train.time.at(-1)!;
  // 400 steps at .34 s each.
  assert.ok(Math.abs(secondsLeft(record, curves, now)! - 136) < 0.01);
  assert.deepEqual(progressOf(record, curves, now), {
    share: 0.6,
    words: 'Step 600 of 1,000 · epoch 2.40 of 4 · 2 m 16 s left',
  });
  const ended = sampleRecord({ state: 'finished', finishedAt: record.startedAt + 185 });
  assert.match(progressOf(ended, curves, now).words, / · 3 m 05 s$/);
  assert.equal(progressOf(record, emptyCurves(), record.startedAt + 3).share, null);
});

test('a run that is resumed shows nothing of earlier steps until its next one', () => {
  const curves = emptyCurves();
  appendLines(curves, sampleLines(600, { seed: 1, everySteps: 1000 }));
  const startedAt = sampleRecord().startedAt + 5_000;
  const phase = {
    phase: 'load-model',
    startedAt,
    finishedAt: null,
    done: null,
    detail: null,
  } as const;
  for (const state of ['starting', 'stopping'] as const) {
    const record = sampleRecord({ state, phases: [phase] });
    const shown = progressOf(record, curves, startedAt + 3);
    assert.deepEqual(shown, { share: null, words: 'Getting ready · 3 s' });
    const labels = keyFigures(record, curves).map(({ label }) => label);
    assert.ok(!labels.includes('Last loss') && !labels.includes('Throughput'), labels.join());
  }
});

test('at most five figures, unknown ones left out', () => {
  const curves = emptyCurves();
  appendLines(curves, sampleLines(30, { seed: 1, everySteps: 10 }));
  const figures = keyFigures(sampleRecord(), curves);
  assert.deepEqual(
    figures.map(({ label }) => label),
    ['Best F1 macro, step 400', 'Last loss', 'Throughput', 'Peak memory', 'Device'],
  );
  assert.equal(figures[0]!.value, '.672');
  const nothing = sampleRecord({ best: null, peakMemoryBytes: null, device: null });
  assert.deepEqual(keyFigures(nothing, emptyCurves()), []);
});

test('actions follow the state: nothing to resume without a checkpoint', () => {
  assert.deepEqual(actionsFor('running', false).main, ['stop', 'checkpoint-now']);
  assert.deepEqual(actionsFor('stopping', true).main, []);
  assert.equal(actionsFor('finished', true).main[0], 'evaluate');
  for (const state of ['stopped', 'interrupted', 'failed'] as const) {
    assert.equal(actionsFor(state, true).main[0], 'resume');
    assert.ok(!actionsFor(state, false).main.includes('resume'));
    assert.ok(!actionsFor(state, false).more.includes('evaluate'));
  }
});

test('the config becomes dotted keys; differences name only what differs', () => {
  const entries = new Map(configEntries(sampleConfig).map(({ key, value }) => [key, value]));
  assert.equal(entries.get('training.classWeights.ambiguous'), '2');
  assert.equal(entries.get('data.split'), 'none');
  assert.equal(
    entries.get('evaluation.metrics'),
    'accuracy, precision-macro, recall-macro, f1-macro',
  );
  assert.equal(entries.get('model'), '/workspace/models/minilm-small');
  const other = {
    ...sampleConfig,
    training: { ...sampleConfig.training, epochs: 9, classWeights: null },
  };
  assert.deepEqual(
    configDifferences([sampleConfig, other]).filter(({ key }) => !key.includes('.classWeights')),
    [{ key: 'training.epochs', values: ['4', '9'] }],
  );
  const parts = { groupDro: null, counterfactual: null, logitPairing: null, thresholds: null };
  const mitigation = { ...parts, groups: 'who', reweighing: true, adversarial: null };
  assert.deepEqual(
    configDifferences([
      { ...sampleConfig, mitigation: null },
      { ...sampleConfig, mitigation },
    ]).map(({ key }) => key),
    ['mitigation.groups', 'mitigation.reweighing'],
  );
});

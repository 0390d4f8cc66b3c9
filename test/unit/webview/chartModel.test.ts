import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartModels, fullRange } from '../../../src/webview/plot/chartModel';
import { appendLines, emptyCurves } from '../../../src/webview/plot/curves';
import type { PlottedRun } from '../../../src/webview/plot/plottedRun';
import { twinRows } from '../../../src/webview/plot/twinRows';
import { sampleEvents, sampleLines } from '../../support/pages/sampleRuns';

function plottedRun(id: string, color: number): PlottedRun {
  const curves = emptyCurves();
  appendLines(curves, sampleLines(100, { seed: color, everySteps: 25 }));
  return {
    id,
    name: id,
    color,
    curves,
    best: { metric: 'f1-macro', value: 0.6, step: 75 },
    checkpoints: [50, 100],
    events: [...sampleEvents, { type: 'checkpoint', step: 50, time: 0, message: 'Checkpoint' }],
  };
}

const choices = { axis: 'step', smoothing: 0.6, isLog: false } as const;

test('charts come in order, loss first, then metrics, rate, norm and throughput', () => {
  const models = chartModels([plottedRun('a', 0)], choices);
  assert.deepEqual(
    models.map(({ id }) => id),
    [
      'loss',
      'accuracy',
      'precision-macro',
      'recall-macro',
      'f1-macro',
      'learningRate',
      'gradientNorm',
      'tokensPerSecond',
    ],
  );
  assert.deepEqual(
    models[0]!.series.map(({ look }) => look),
    ['faint', 'solid', 'dashed'],
  );
  assert.deepEqual(fullRange(models), [1, 100]);
});

test('disparities stand behind the loss, also where only one of the runs follows them', () => {
  const followed = plottedRun('a', 0);
  const key = 'demographic-parity-difference/who';
  const lines = [120, 140].map((step, at) => ({
    ...{ step, epoch: 4 + at, time: 2e9 + at, split: 'validation' as const },
    [key]: at === 0 ? 0.4 : null,
  }));
  appendLines(followed.curves, lines);
  const models = chartModels([plottedRun('b', 3), followed], choices);
  const [, model] = models;
  assert.equal(model!.id, key);
  assert.equal(model!.title, 'Demographic parity difference, who');
  assert.equal(model!.series.length, 1);
  const { x, y } = model!.series[0]!.points;
  // note: evaluations before the first that has it, and undefined ones, are gaps.
  assert.deepEqual([...x], [25, 50, 75, 100, 120, 140]);
  assert.deepEqual([...y], [NaN, NaN, NaN, NaN, 0.4, NaN]);
});

test('what mitigations follow stands behind the loss, with its unit and how to read it', () => {
  const run = plottedRun('a', 0);
  const [last] = sampleLines(1, { seed: 1, everySteps: 25 });
  assert.ok(last?.split === 'train');
  const lines = [101, 102].map((step) => ({
    ...{ ...last, step, adversaryLoss: 0.69 },
    ...(step === 101 ? { counterfactualGap: 0.25 } : {}),
  }));
  appendLines(run.curves, lines);
  const models = chartModels([run, plottedRun('b', 3)], { ...choices, smoothing: 0 });
  const [, gap, adversary] = models;
  assert.deepEqual(
    [gap?.title, adversary?.title],
    ['Counterfactual gap, logits', 'Loss of the adversary, nats'],
  );
  for (const model of [gap, adversary]) {
    assert.ok((model?.hint ?? '').length > 40);
    // note: the other run has no such line.
    assert.equal(model?.series.length, 1);
  }
  assert.deepEqual(gap?.series[0]?.points.y.slice(-3), [NaN, 0.25, NaN]);
  assert.deepEqual(adversary?.series[0]?.points.y.slice(-2), [0.69, 0.69]);
});

test('without smoothing the raw line is the solid one', () => {
  const [loss] = chartModels([plottedRun('a', 0)], { ...choices, smoothing: 0 });
  assert.deepEqual(
    loss!.series.map(({ look }) => look),
    ['solid', 'dashed'],
  );
});

test('overlaid runs keep their colour in every chart', () => {
  for (const { series } of chartModels([plottedRun('a', 0), plottedRun('b', 3)], choices)) {
    assert.ok(series.every(({ run }) => run.color === (run.id === 'a' ? 0 : 3)));
    assert.equal(new Set(series.map(({ key }) => key)).size, series.length);
  }
});

test('marks stand at their steps on any axis; checkpoints are rules, not flags', () => {
  const model = chartModels([plottedRun('a', 0)], { ...choices, axis: 'epoch' }).find(
    ({ id }) => id === 'f1-macro',
  )!;
  const best = model.marks.find(({ type }) => type === 'best')!;
  assert.equal(best.x, 3);
  assert.equal(model.marks.filter(({ type }) => type === 'checkpoint').length, 2);
  assert.equal(model.marks.filter(({ type }) => type === 'event').length, sampleEvents.length);
});

test('a run without points has no charts', () => {
  const run: PlottedRun = { ...plottedRun('a', 0), curves: emptyCurves() };
  assert.deepEqual(chartModels([run], choices), []);
  assert.equal(fullRange([]), null);
});

test('the table twin has a row for each position in range, with a hole where a line has no point', () => {
  const [loss] = chartModels([plottedRun('a', 0)], choices);
  const rows = twinRows(loss!, [24, 26]);
  assert.deepEqual(
    rows.map(({ position }) => position),
    [24, 25, 26],
  );
  assert.equal(rows[0]!.values[2], undefined);
  assert.equal(typeof rows[1]!.values[2], 'number');
});

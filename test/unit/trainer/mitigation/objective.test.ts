import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { RowGroups } from '../../../../src/data/groups/rowGroups';
import { createEngine } from '../../../../src/trainer/engine/createEngine';
import type { EngineName } from '../../../../src/protocol/runConfig';
import { createAdversary } from '../../../../src/trainer/mitigation/adversary';
import { loadModel, type LoadedModel } from '../../../../src/trainer/modelFolder/loadModel';
import { clipScale, gradientNorm, updateParameters } from '../../../../src/trainer/training/adamW';
import { accumulateGradients } from '../../../../src/trainer/training/gradientStep';
import type { Objective } from '../../../../src/trainer/training/objective';
import { trainedSpans } from '../../../../src/trainer/training/objective';
import {
  createParameterStore,
  fillArrays,
  type ParameterStore,
} from '../../../../src/trainer/training/parameterStore';
import { gradientPrograms } from '../../../../src/trainer/training/programCache';
import type { TokenRows } from '../../../../src/trainer/training/tokenRows';
import { openSafetensors, readTensor } from '../../../../src/trainer/weights/readSafetensors';
import { fixture } from '../training/fixtureRun';
import { largestDifference } from '../models/bertFixture';
import { mitigationFixture } from './mitigatedConfig';

interface Recorded {
  readonly name: string;
  readonly settings: {
    readonly steps: number;
    readonly gradientStep: number;
    readonly pairing: number;
    readonly adversary: number;
  };
  readonly curve: readonly {
    readonly loss: number;
    readonly gap: number;
    readonly adversary: number;
    readonly gradientNorm: number;
  }[];
}

const { swaps, curves } = JSON.parse(
  readFileSync(path.join(mitigationFixture, 'objective.json'), 'utf8'),
) as { swaps: (string | null)[]; curves: Recorded[] };
const tensors = openSafetensors(path.join(mitigationFixture, 'objective.safetensors'));

const labels = ['calm', 'cross', 'glad'];
const rows = readFileSync(path.join(mitigationFixture, 'train.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { text: string; label: string; who: string | null });
const who: RowGroups = {
  name: 'who',
  groups: ['east', 'west'],
  ids: Int32Array.from(rows, (row) => (row.who === null ? -1 : ['east', 'west'].indexOf(row.who))),
};
const maxLength = 40;
const rate = 2e-3;

function tokensOf({ tokenizer }: LoadedModel, texts: readonly (string | null)[]): TokenRows {
  const ids = texts.map((text) => (text === null ? [] : tokenizer.encode(text, maxLength)));
  const offsets = [0];
  for (const own of ids) offsets.push(offsets.at(-1)! + own.length);
  return {
    tokenIds: Int32Array.from(ids.flat()),
    offsets: Int32Array.from(offsets),
    labels: Int32Array.from(rows, ({ label }) => labels.indexOf(label)),
    place: (row) => ({ file: 'train.jsonl', line: row + 1 }),
  };
}

/** The gradient of a parameter under its Hugging Face name. */
function gradientNamed(store: ParameterStore, name: string): Float32Array {
  for (const { span, gradient } of store.dense) {
    let start = 0;
    for (const member of span.members) {
      const size = member.shape.reduce((a, b) => a * b, 1);
      if (member.name === name) return gradient.subarray(start, start + size);
      start += size;
    }
  }
  assert.fail(`${name} has no dense gradient`);
}

async function compare(recorded: Recorded, engineName: EngineName, batches: number): Promise<void> {
  const model = await loadModel(path.join(fixture, 'model'), { labels, dropout: 0, seed: 0 });
  const { pairing, adversary, steps, gradientStep } = recorded.settings;
  const objective: Objective = {
    isPaired: pairing > 0,
    adversary:
      adversary > 0
        ? createAdversary(model.model.pooledSize, { groupCount: 2, hidden: 8, rate: 10 })
        : null,
  };
  const rowsPerBatch = 8 / batches;
  const limits = { indices: rowsPerBatch * 2 * maxLength, accumulation: batches };
  const store = createParameterStore(trainedSpans(model.model, objective), limits);
  fillArrays(store, 'values', (name) =>
    name.startsWith('adversary.') ? readTensor(tensors, `first ${name}`) : model.weight(name),
  );
  const engine = await createEngine({ name: engineName, device: 'cpu', threads: 1 });
  const parts = { engine, model: model.model, store, labelCount: labels.length };
  const programs = gradientPrograms(parts, objective, 2);
  const source = {
    store,
    programs,
    rows: tokensOf(model, rows.map(({ text }) => text)), // prettier-ignore
    lossRule: { classWeights: Float64Array.of(1, 1, 1), labelSmoothing: 0 },
    rowWeights: null,
    groupDro: null,
    pairs: pairing > 0 ? { rows: tokensOf(model, swaps), weight: pairing } : null,
    adversary: adversary > 0 ? { groups: who, weight: adversary, totalSteps: steps } : null,
    padId: model.tokenizer.padId,
    rowsPerBatch,
    paddedLengths: [maxLength],
  };
  const near = (what: string, found: number | null, expected: number, tolerance: number): void => {
    const difference = Math.abs((found ?? NaN) / expected - 1);
    assert.ok(difference < tolerance, `${what}: ${found} instead of ${expected}`);
  };
  for (const [index, expected] of recorded.curve.entries()) {
    const step = index + 1;
    const window = Array.from({ length: 8 }, (_, at) => (index * 8 + at) % rows.length);
    const micro = Array.from({ length: batches }, (_, at) =>
      window.slice(at * rowsPerBatch, (at + 1) * rowsPerBatch),
    );
    const found = await accumulateGradients(source, micro, { seed: 0, step }, null);
    const norm = gradientNorm(store);
    near(`loss of step ${step}`, found.loss, expected.loss, 5e-5);
    // note: a small difference of logits of about 1, in float32.
    if (pairing > 0) {
      const difference = Math.abs((found.counterfactualGap ?? NaN) - expected.gap);
      assert.ok(difference < 1e-4 * expected.gap + 5e-6, `gap of step ${step}: ${difference}`);
    } else assert.equal(found.counterfactualGap, null);
    if (adversary > 0)
      near(`adversary of step ${step}`, found.adversaryLoss, expected.adversary, 5e-5);
    else assert.equal(found.adversaryLoss, null);
    near(`norm of step ${step}`, norm, expected.gradientNorm, 5e-4);
    if (recorded.name === 'both' && index === gradientStep) compareGradients(store);
    updateParameters(store, {
      step,
      learningRate: rate,
      weightDecay: 0.01,
      gradientScale: clipScale(norm, 1),
    });
  }
  await programs.dispose();
  await engine.dispose();
}

function compareGradients(store: ParameterStore): void {
  const names = [...tensors.entries.keys()].filter(
    (name) => name.startsWith('gradient ') && !name.includes('word_embeddings'),
  );
  assert.ok(names.length > 40);
  for (const name of names) {
    const expected = readTensor(tensors, name);
    const difference = largestDifference(
      gradientNamed(store, name.replace('gradient ', '')),
      expected,
    );
    const size = Math.max(1e-3, ...expected.map(Math.abs));
    assert.ok(difference < 2e-4 * size, `${name}: ${difference} of ${size}`);
  }
}

for (const recorded of curves) {
  for (const [engine, batches] of [
    ['compiled', 1],
    ['compiled', 2],
    ['eager', 2],
  ] as const) {
    test(`${recorded.name}: gradients and curves are PyTorch's, ${engine}, ${batches} batches a step`, () =>
      compare(recorded, engine, batches));
  }
}

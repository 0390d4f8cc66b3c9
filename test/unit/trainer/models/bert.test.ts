import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { createEngine } from '../../../../src/trainer/engine/createEngine';
import type {
  Buffers,
  Program,
  Randomness,
  TensorSpec,
} from '../../../../src/trainer/engine/engine';
import { feedSpans, readSpanValues } from '../../../../src/trainer/inference/spanValues';
import type { Model } from '../../../../src/trainer/models/model';
import { elementCount } from '../../../../src/trainer/models/parameters';
import {
  fillTargets,
  totalWeight,
} from '../../../../src/trainer/tasks/textClassification/lossTargets';
import { plainObjective } from '../../../../src/trainer/training/objective';
import {
  gradientOf,
  gradientProgram,
  logitsProgram,
  programInputs,
} from '../../../../src/trainer/training/stepPrograms';
import { openSafetensors, readTensor } from '../../../../src/trainer/weights/readSafetensors';
import {
  batchOf,
  bertFolder,
  largestDifference,
  readBert,
  reference,
  type BatchArrays,
  type ReferenceCase,
} from './bertFixture';

type Run = (
  program: Program,
  specs: Readonly<Record<string, TensorSpec>>,
  feeds: Buffers,
) => Promise<Buffers>;

const runners: Readonly<Record<string, Run>> = {
  'tfjs cpu': runEagerly,
  compiled: runCompiled,
};

async function runEagerly(
  program: Program,
  specs: Readonly<Record<string, TensorSpec>>,
  feeds: Buffers,
  random: Randomness = { dropout: (x) => x },
): Promise<Buffers> {
  await tf.setBackend('cpu');
  return tf.tidy(() => {
    const inputs = Object.fromEntries(
      Object.entries(specs).map(([name, { shape, dtype }]) => [
        name,
        tf.tensor(feeds[name]!, [...shape], dtype),
      ]),
    );
    const outputs = Object.entries(program(inputs, random));
    return Object.fromEntries(
      outputs.map(([name, tensor]) => [name, tensor.dataSync() as Float32Array]),
    );
  });
}

async function runCompiled(
  program: Program,
  specs: Readonly<Record<string, TensorSpec>>,
  feeds: Buffers,
): Promise<Buffers> {
  const engine = await createEngine({ name: 'compiled', device: 'cpu', threads: 1 });
  const executable = await engine.compile(program, specs);
  const outputs = await executable.run(feeds, {}, { seed: 0, step: 0, micro: 0 });
  await executable.dispose();
  await engine.dispose();
  return outputs;
}

/** Gradients of a lookup table, summed by row from those of the looked-up rows. */
function sumByRow(
  shape: readonly number[],
  indices: Int32Array,
  gradient: ArrayLike<number>,
): Float32Array {
  const sums = new Float32Array(elementCount(shape));
  const columns = shape[1] ?? 0;
  for (const [at, row] of indices.entries()) {
    for (let c = 0; c < columns; c++) sums[row * columns + c]! += gradient[at * columns + c]!;
  }
  return sums;
}

function feedsOf(
  model: Model,
  weight: (name: string) => Float32Array,
  batch: BatchArrays,
): Buffers {
  return { ...batch, ...feedSpans(model.spans, readSpanValues(model.spans, weight), batch) };
}

function targetsOf({ targets, classWeights, labelSmoothing }: ReferenceCase): Float32Array {
  const weights = Float64Array.from(classWeights ?? reference.labels.map(() => 1));
  const rule = { classWeights: weights, labelSmoothing };
  const values = new Float32Array(targets.length * reference.labels.length);
  const rows = targets.map((label) => ({ label, weight: 1 }));
  fillTargets(values, rows, rule, totalWeight(rule, rows));
  return values;
}

for (const [runner, run] of Object.entries(runners)) {
  for (const expected of reference.cases) {
    test(`${expected.name}: logits, loss and all gradients as transformers, ${runner}`, async () => {
      const { model, weight } = readBert(0);
      const batch = batchOf(expected);
      const rows = expected.targets.length;
      const tokens = batch.inputIds.length / rows;
      const targets: TensorSpec = { shape: [rows, reference.labels.length], dtype: 'float32' };
      const specs = programInputs(model, rows, tokens);
      const feeds = feedsOf(model, weight, batch);
      const { logits } = await run(logitsProgram(model), specs, feeds);
      assert.ok(largestDifference(logits!, expected.logits.flat()) < 5e-6, 'logits');

      const outputs = await run(
        gradientProgram(model, plainObjective),
        { ...specs, targets },
        { ...feeds, targets: targetsOf(expected) },
      );
      assert.ok(Math.abs(outputs.loss![0]! - expected.loss) < 1e-6, 'loss');
      const file = openSafetensors(path.join(bertFolder, `gradients-${expected.name}.safetensors`));
      const checked: string[] = [];
      for (const span of model.spans) {
        const own = outputs[gradientOf(span)]!;
        const whole = span.rowsOf === null ? own : sumByRow(span.shape, batch.inputIds, own);
        let offset = 0;
        for (const { name, shape } of span.members) {
          const part = whole.subarray(offset, (offset += elementCount(shape)));
          const off = largestDifference(part, readTensor(file, name));
          assert.ok(off < 1e-5, `the gradient of ${name} is off by ${off}`);
          checked.push(name);
        }
      }
      assert.deepEqual(checked.sort(), [...file.entries.keys()].sort());
    });
  }
}

for (const [dtype, file] of [
  ['F16', 'f16.safetensors'],
  ['BF16', 'bf16.safetensors'],
] as const) {
  test(`weights as ${dtype} give the logits they give in transformers`, async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'finetune-bert-'));
    t.after(() => rmSync(folder, { recursive: true }));
    for (const name of ['config.json', 'vocab.txt']) {
      copyFileSync(path.join(bertFolder, name), path.join(folder, name));
    }
    copyFileSync(path.join(bertFolder, file), path.join(folder, 'model.safetensors'));
    const { model, weight } = readBert(0, folder);
    const batch = batchOf(reference.cases[1]!);
    const specs = programInputs(model, 2, batch.inputIds.length / 2);
    const { logits } = await runEagerly(logitsProgram(model), specs, feedsOf(model, weight, batch));
    const off = largestDifference(logits!, reference.lower[dtype].flat());
    assert.ok(off < 5e-6, `logits are off by ${off}`);
  });
}

test('rows that only fill a batch change neither loss nor gradients', async () => {
  const { model, weight } = readBert(0);
  const expected = reference.cases[0]!;
  const rows = expected.targets.length;
  const tokens = expected.inputIds[0]!.length;
  const run = async (filler: number): Promise<Buffers> => {
    const pad = (values: Int32Array, first: number): Int32Array => {
      const padded = new Int32Array((rows + filler) * tokens);
      padded.set(values);
      for (let row = rows; row < rows + filler; row++) padded[row * tokens] = first;
      return padded;
    };
    const { inputIds, attentionMask, tokenTypeIds } = batchOf(expected);
    const batch = {
      inputIds: pad(inputIds, 0),
      attentionMask: pad(attentionMask, 1),
      tokenTypeIds: pad(tokenTypeIds, 0),
    };
    const targets = new Float32Array((rows + filler) * 3);
    targets.set(targetsOf(expected));
    const specs: Record<string, TensorSpec> = {
      ...programInputs(model, rows + filler, tokens),
      targets: { shape: [rows + filler, 3], dtype: 'float32' },
    };
    return runEagerly(gradientProgram(model, plainObjective), specs, {
      ...feedsOf(model, weight, batch),
      targets,
    });
  };
  const [alone, filled] = [await run(0), await run(2)];
  for (const [name, values] of Object.entries(alone)) {
    const others = filled[name]!.subarray(0, values.length);
    assert.ok(largestDifference(values, others) < 1e-6, name);
  }
});

test('dropout has the places and rates of transformers', async () => {
  const { model, weight } = readBert(null);
  const expected = reference.cases[1]!;
  const rows = expected.targets.length;
  const batch = batchOf(expected);
  let calls = 0;
  // The rule of make_bert.py; ours may hold several positions of a row in the first axis.
  const random: Randomness = {
    dropout(x, rate) {
      const last = x.shape.at(-1)!;
      const perRow = x.size / rows;
      const keep = Float32Array.from({ length: x.size }, (_, i) => {
        const [b, c] = [Math.floor(i / perRow), i % last];
        return (5 * b + 3 * c + 7 * calls) % 10 >= 10 * rate - 1e-9 ? 1 / (1 - rate) : 0;
      });
      calls += 1;
      return tf.mul(x, tf.tensor(keep, x.shape));
    },
  };
  const program: Program = (inputs, randomness) => ({
    logits: model.forward(inputs, inputs, randomness).logits,
  });
  const specs = programInputs(model, rows, batch.inputIds.length / rows);
  const { logits } = await runEagerly(program, specs, feedsOf(model, weight, batch), random);
  assert.equal(calls, reference.dropout.calls);
  const off = largestDifference(logits!, reference.dropout.logits.flat());
  assert.ok(off < 5e-6, `logits are off by ${off}`);
});

test('the whole encoder and the classifier agree on the first position', async () => {
  const { model, weight } = readBert(null);
  const expected = reference.cases[1]!;
  const batch = batchOf(expected);
  const rows = expected.targets.length;
  const random: Randomness = { dropout: (x) => x };
  const program: Program = (inputs) => {
    const { pooled } = model.encode(inputs, inputs, random);
    const { 'classifier.weight': w, 'classifier.bias': b } = inputs;
    return { logits: tf.add(tf.matMul(pooled as tf.Tensor2D, w as tf.Tensor2D, false, true), b!) };
  };
  const specs = programInputs(model, rows, batch.inputIds.length / rows);
  const { logits } = await runEagerly(program, specs, feedsOf(model, weight, batch));
  assert.ok(largestDifference(logits!, expected.logits.flat()) < 5e-6);
});

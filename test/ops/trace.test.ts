import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { createBuilder } from '../../src/trainer/compile/builder';
import { compileProgram } from '../../src/trainer/compile/compileProgram';
import type { Graph } from '../../src/trainer/compile/graph';
import { printGraph } from '../../src/trainer/compile/printGraph';
import { trace } from '../../src/trainer/compile/trace';
import { verifyGraph } from '../../src/trainer/compile/verifyGraph';
import type { Program, TensorSpec } from '../../src/trainer/engine/engine';
import { attention } from '../../src/trainer/ops/attention';
import { gelu } from '../../src/trainer/ops/gelu';
import { layerNorm } from '../../src/trainer/ops/layerNorm';
import { linear } from '../../src/trainer/ops/linear';

const float = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
const goldenFolder = path.join(process.env.FINETUNE_ROOT ?? '.', 'test/golden/engine');

/** A missing golden fails; UPDATE_GOLDEN=1 writes it. */
function expectGolden(name: string, text: string): void {
  const file = path.join(goldenFolder, `${name}.txt`);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(goldenFolder, { recursive: true });
    writeFileSync(file, text);
  }
  assert.ok(existsSync(file), `${file} is missing: run with UPDATE_GOLDEN=1 and read what it says`);
  assert.equal(text, readFileSync(file, 'utf8'));
}

/** A classifier with one hidden layer, its loss and gradients. */
const classifier: Program = (inputs) => {
  const x = inputs.x!;
  const loss = (weight: tf.Tensor, bias: tf.Tensor): tf.Scalar => {
    const logits = tf.add(tf.matMul(tf.tanh(x), weight, false, true), bias);
    return tf.neg(tf.mean(tf.mul(tf.logSoftmax(logits), inputs.targets!)));
  };
  const { value, grads } = tf.valueAndGrads(loss)([inputs.weight!, inputs.bias!]);
  return { loss: value, weightGradient: grads[0]!, biasGradient: grads[1]! };
};
const classifierInputs = {
  x: float(4, 3),
  weight: float(2, 3),
  bias: float(2),
  targets: float(4, 2),
};

test('a classifier as it is traced', () => {
  expectGolden('classifier, traced', printGraph(trace(classifier, classifierInputs).graph));
});

test('a classifier as it is run', () => {
  expectGolden(
    'classifier, optimised',
    printGraph(compileProgram(classifier, classifierInputs, 'cpu').graph),
  );
});

test('an encoder layer with its gradients as it is run', () => {
  const layer: Program = (inputs, random) => {
    const loss = (
      x: tf.Tensor,
      weight: tf.Tensor,
      gamma: tf.Tensor,
      beta: tf.Tensor,
    ): tf.Scalar => {
      const byRow = tf.reshape(x, [2, 3, 4]);
      const dropout = (p: tf.Tensor): tf.Tensor => random.dropout(p, 0.1);
      const context = attention(byRow, byRow, byRow, { heads: 2, mask: null, dropout });
      const hidden = gelu(linear(tf.reshape(context, [6, 4]), weight, null));
      return tf.sum(layerNorm(tf.add(hidden, x), gamma, beta, 1e-12));
    };
    const names = ['x', 'weight', 'gamma', 'beta'];
    const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => inputs[name]!));
    return {
      loss: value,
      ...Object.fromEntries(grads.map((each, at) => [`d ${names[at]!}`, each])),
    };
  };
  const inputs = { x: float(6, 4), weight: float(4, 4), gamma: float(4), beta: float(4) };
  expectGolden('encoder layer, optimised', printGraph(compileProgram(layer, inputs, 'cpu').graph));
});

test('asking for numbers while compiling is explained', () => {
  for (const ask of [
    (x: tf.Tensor) => x.dataSync(),
    (x: tf.Tensor) => x.arraySync(),
    (x: tf.Tensor) => x.toString(),
  ]) {
    const program: Program = ({ x }) => {
      ask(tf.square(x!));
      return { y: x! };
    };
    assert.throws(() => trace(program, { x: float(2) }), /asked for the values .* Use tf\.where/s);
  }
});

test('a kernel without a lowering names itself and says what to do', () => {
  const program: Program = ({ x }) => ({ y: tf.acosh(x!) });
  assert.throws(
    () => trace(program, { x: float(2) }),
    /kernel Acosh.*src\/trainer\/compile\/lower/s,
  );
});

test('a tensor type that graphs do not know is refused', () => {
  const program: Program = ({ x }) => ({ y: tf.add(x!, tf.real(tf.complex([1, 2], [0, 0]))) });
  assert.throws(() => trace(program, { x: float(2) }), /complex64|Complex/);
});

test('a boolean output is refused with advice', () => {
  const program: Program = ({ x }) => ({ y: tf.greater(x!, 0) });
  assert.throws(() => compileProgram(program, { x: float(2) }, 'cpu'), /y is bool; cast it/);
});

test('tracing leaves the backend in use as it was, and no tensors behind', async () => {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  const before = tf.memory().numTensors;
  trace(classifier, classifierInputs);
  assert.throws(() => trace(({ x }) => ({ y: tf.acosh(x!) }), { x: float(2) }));
  assert.equal(tf.getBackend(), 'cpu');
  assert.equal(tf.memory().numTensors, before);
  assert.deepEqual(Array.from(tf.add([1, 2], 1).dataSync()), [2, 3]);
});

test('a broken graph is refused with the printed node', () => {
  const g = createBuilder();
  const x = g.input('x', { dtype: 'float32', shape: [2, 3] });
  const y = g.op('Tanh', [x]);
  const graph = g.finish([{ name: 'y', value: y }]);
  const [node] = graph.nodes;
  const wrong = { ...y, shape: [3, 2] };
  const broken: Graph = {
    ...graph,
    nodes: [{ ...node!, outputs: [wrong] }],
    outputs: [{ name: 'y', value: wrong }],
  };
  assert.throws(
    () => verifyGraph(broken, 'a test'),
    /broken after a test.*v1:f32\[3,2\] = Tanh v0/,
  );
  assert.throws(() => verifyGraph({ ...graph, nodes: [] }, 'a test'), /nothing makes the output y/);
  const late = g.op('Exp', [y]);
  const backwards: Graph = {
    inputs: graph.inputs,
    nodes: g.finish([{ name: 'z', value: late }]).nodes.toReversed(),
    outputs: [{ name: 'z', value: late }],
  };
  assert.throws(() => verifyGraph(backwards, 'a test'), /comes too late/);
});

test('shapes that do not fit are refused while building', () => {
  const g = createBuilder();
  const x = g.input('x', { dtype: 'float32', shape: [2, 3] });
  const z = g.input('z', { dtype: 'float32', shape: [4] });
  assert.throws(() => g.op('Add', [x, z]), /Add v0:float32\[2,3\] v1:float32\[4\]/);
  assert.throws(() => g.op('Gemm', [x, x]), /Gemm/);
  assert.throws(
    () => g.op('Nonsense', [x]),
    (error: Error) => (error.cause as Error).message.includes('No shape rule'),
  );
});

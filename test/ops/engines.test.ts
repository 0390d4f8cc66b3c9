import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import type { Device, EngineName } from '../../src/protocol/runConfig';
import { UserError } from '../../src/protocol/errors';
import { chooseDevice } from '../../src/trainer/engine/chooseDevice';
import { createEngine } from '../../src/trainer/engine/createEngine';
import { fillMask, maskKey } from '../../src/trainer/engine/dropoutMask';
import type { Buffers, Program, TensorSpec } from '../../src/trainer/engine/engine';
import { createMaskPool } from '../../src/trainer/engine/maskPool';
import { createQueue } from '../../src/trainer/engine/queue';
import { diagnoseTensorflow, loadTensorflow } from '../../src/trainer/engine/tensorflowBackend';
import { attention, selfAttention } from '../../src/trainer/ops/attention';
import { gelu } from '../../src/trainer/ops/gelu';
import { layerNorm } from '../../src/trainer/ops/layerNorm';
import { linear } from '../../src/trainer/ops/linear';
import { randomNumbers } from '../support/randomNumbers';
import { expectClose } from './checkRow';

const draw = { seed: 42, step: 3, micro: 1 };
const names = ['x', 'qkv', 'weight', 'bias', 'gamma', 'beta'] as const;
const inputs: Readonly<Record<string, TensorSpec>> = {
  x: { shape: [10, 8], dtype: 'float32' },
  qkv: { shape: [24, 8], dtype: 'float32' },
  weight: { shape: [16, 8], dtype: 'float32' },
  bias: { shape: [16], dtype: 'float32' },
  gamma: { shape: [16], dtype: 'float32' },
  beta: { shape: [16], dtype: 'float32' },
  hidden: { shape: [2, 5], dtype: 'int32' },
};

/** Everything an encoder layer does, with dropout in three places. */
const program: Program = (given, random) => {
  const mask = tf.reshape(tf.mul(tf.cast(given.hidden!, 'float32'), -1e9), [2, 1, 1, 5]);
  const loss = (...[x, qkv, weight, bias, gamma, beta]: tf.Tensor[]): tf.Scalar => {
    const dropout = (p: tf.Tensor): tf.Tensor => random.dropout(p, 0.25);
    const options = { heads: 2, mask, dropout };
    const projected = tf.reshape(linear(x!, qkv!, null), [2, 5, 24]);
    const self = selfAttention(projected, options);
    const first = tf.slice(self, [0, 0, 0], [2, 1, 8]);
    const context = tf.add(self, attention(first, self, self, options));
    const wide = gelu(linear(tf.reshape(context, [10, 8]), weight!, bias!));
    return tf.sum(tf.square(layerNorm(random.dropout(wide, 0.5), gamma!, beta!, 1e-5)));
  };
  const { value, grads } = tf.valueAndGrads(loss)(names.map((name) => given[name]!));
  return { loss: value, ...Object.fromEntries(grads.map((each, at) => [`d ${names[at]!}`, each])) };
};

function feedsOf(): Record<string, Float32Array | Int32Array> {
  const next = randomNumbers(11);
  const feeds = Object.entries(inputs).map(([name, { shape, dtype }]) => {
    const size = shape.reduce((product, each) => product * each, 1);
    const floats = Float32Array.from({ length: size }, () => next() - 0.5);
    return [
      name,
      dtype === 'float32' ? floats : Int32Array.from([0, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
    ] as const;
  });
  return Object.fromEntries(feeds);
}

async function runOn(name: EngineName, device: Device, threads = 2): Promise<Buffers> {
  const engine = await createEngine({ name, device, threads });
  const executable = await engine.compile(program, inputs);
  const results = await executable.run(feedsOf(), {}, draw);
  assert.deepEqual(Object.keys(executable.outputs).sort(), Object.keys(results).sort());
  await executable.dispose();
  await engine.dispose();
  return results;
}

test('all engines compute the same, dropout included', async () => {
  const expected = await runOn('eager', 'cpu');
  for (const [name, device] of [
    ['compiled', 'cpu'],
    ['eager', 'wasm'],
  ] as const) {
    const actual = await runOn(name, device);
    for (const [output, numbers] of Object.entries(expected)) {
      expectClose(actual[output]!, numbers, 1e-4, `${name} on ${device}: ${output}`);
    }
  }
});

test('one thread and two give the same bits', async () => {
  assert.deepEqual(await runOn('compiled', 'cpu', 1), await runOn('compiled', 'cpu', 2));
});

test('the draw decides the dropout, and nothing else', async () => {
  const engine = await createEngine({ name: 'compiled', device: 'cpu', threads: 1 });
  const executable = await engine.compile(program, inputs);
  const lossOf = async (other: Partial<typeof draw>): Promise<number> =>
    (await executable.run(feedsOf(), {}, { ...draw, ...other })).loss![0]!;
  const losses = [
    await lossOf({}),
    await lossOf({ seed: 43 }),
    await lossOf({ seed: 42 + 2 ** 32 }),
    await lossOf({ seed: 0 }),
    await lossOf({ step: 4 }),
    await lossOf({ micro: 0 }),
  ];
  assert.equal(new Set(losses).size, losses.length);
  assert.equal(await lossOf({}), losses[0]);
  await executable.dispose();
});

test('results are written into the arrays they are given, over WebAssembly memory too', async () => {
  const engine = await createEngine({ name: 'compiled', device: 'cpu', threads: 1 });
  const specs = { x: { shape: [3], dtype: 'float32' }, n: { shape: [3], dtype: 'int32' } } as const;
  const executable = await engine.compile(
    ({ x, n }) => ({ y: tf.mul(x!, 2), m: tf.add(n!, tf.scalar(1, 'int32')), x: x! }),
    specs,
  );
  const memory = new WebAssembly.Memory({ initial: 1 });
  const x = new Float32Array(memory.buffer, 64, 3);
  x.set([1, 2, 3]);
  const y = new Float32Array(memory.buffer, 128, 3);
  const results = await executable.run({ x, n: new Int32Array([1, 2, 3]) }, { y }, draw);
  assert.equal(results.y, y);
  assert.deepEqual(Array.from(y), [2, 4, 6]);
  assert.deepEqual(results.m, new Int32Array([2, 3, 4]));
  assert.deepEqual(results.x, new Float32Array([1, 2, 3]));
  await assert.rejects(
    executable.run({ x: new Float32Array(2), n: new Int32Array(3) }, {}, draw),
    /x must be float32 \[3\]/,
  );
  await assert.rejects(executable.run({ x }, {}, draw), /needs an array for n/);
  // A failed run is no obstacle to the next one.
  await executable.run({ x, n: new Int32Array(3) }, { y }, draw);
  await executable.dispose();
});

test('a run makes no copies of its results', async () => {
  const engine = await createEngine({ name: 'compiled', device: 'cpu', threads: 1 });
  const spec: TensorSpec = { shape: [4_000_000], dtype: 'float32' };
  const executable = await engine.compile(({ x }) => ({ y: tf.neg(x!) }), { x: spec });
  const [x, y] = [new Float32Array(4_000_000).fill(3), new Float32Array(4_000_000)];
  const before = process.memoryUsage().arrayBuffers;
  await executable.run({ x }, { y }, draw);
  assert.ok(process.memoryUsage().arrayBuffers - before < 1_000_000);
  assert.ok(y.every((each) => each === -3));
  await executable.dispose();
});

test('a run that fails says why', async () => {
  const engine = await createEngine({ name: 'compiled', device: 'cpu', threads: 1 });
  const specs = {
    x: { shape: [3], dtype: 'float32' },
    at: { shape: [1], dtype: 'int32' },
  } as const;
  const executable = await engine.compile(({ x, at }) => ({ y: tf.gather(x!, at!) }), specs);
  const feeds = { x: new Float32Array([5, 6, 7]), at: new Int32Array([3]) };
  await assert.rejects(executable.run(feeds, {}, draw), /Gather.*out of/s);
  feeds.at[0] = 2;
  assert.deepEqual((await executable.run(feeds, {}, draw)).y, new Float32Array([7]));
  await executable.dispose();
});

test('runs asked for at once do not mix up their masks', async () => {
  const engine = await createEngine({ name: 'compiled', device: 'cpu', threads: 1 });
  const executable = await engine.compile(program, inputs);
  const alone: number[] = [];
  for (const step of [1, 2, 3]) {
    alone.push((await executable.run(feedsOf(), {}, { ...draw, step })).loss![0]!);
  }
  const together = await Promise.all(
    [1, 2, 3].map((step) => executable.run(feedsOf(), {}, { ...draw, step })),
  );
  assert.deepEqual(
    together.map((results) => results.loss![0]),
    alone,
  );
  await executable.dispose();
});

test('the SIMD masks are those of the plain loop', () => {
  const pool = createMaskPool();
  const masks = [
    { rate: 0.1, shape: [3, 37], site: 0 },
    { rate: 0.5, shape: [1], site: 1 },
    { rate: 0.9, shape: [8], site: 5 },
  ];
  const filled = pool.fill(masks, draw);
  masks.forEach(({ rate, shape, site }, at) => {
    const expected = new Float32Array(shape.reduce((product, size) => product * size, 1));
    fillMask(expected, maskKey(draw, site), rate);
    assert.deepEqual(filled[at], expected);
  });
});

test('masks drop the share they should, evenly', () => {
  for (const rate of [0.1, 0.5]) {
    const mask = new Float32Array(1_000_000);
    fillMask(mask, maskKey(draw, 2), rate);
    const dropped = mask.filter((each) => each === 0).length / mask.length;
    // Five standard deviations of a million draws.
    assert.ok(
      Math.abs(dropped - rate) < 5 * Math.sqrt((rate * (1 - rate)) / mask.length),
      `${dropped}`,
    );
    const pairs = mask.filter((each, at) => each === 0 && mask[at + 1] === 0).length / mask.length;
    assert.ok(Math.abs(pairs - rate * rate) < 0.002, `neighbours: ${pairs}`);
    assert.ok(mask.every((each) => each === 0 || each === Math.fround(1 / (1 - rate))));
  }
});

test('an engine that a device does not have is refused with a next step', async () => {
  for (const [name, device] of [
    ['compiled', 'wasm'],
    ['eager', 'webgpu'],
  ] as const) {
    await assert.rejects(createEngine({ name, device }), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(error.message, new RegExp(`${name} engine does not run on ${device}`));
      assert.ok(error.next);
      return true;
    });
  }
});

test('TensorFlow that cannot be loaded is diagnosed', async () => {
  const rows: readonly (readonly [string, string, RegExp, RegExp])[] = [
    [
      "Cannot find module '@tensorflow/tfjs-node-gpu'\nRequire stack:",
      '20.1.0',
      /is not installed/,
      /npm install/,
    ],
    [
      '(0 , util_1.isNullOrUndefined) is not a function',
      '23.4.0',
      /Node 23\.4\.0/,
      /Node 20 or 22/,
    ],
    [
      'libcudart.so.11.0: cannot open shared object file: No such file or directory',
      '20.1.0',
      /libcudart\.so\.11\.0/,
      /CUDA 11\.2/,
    ],
    [
      'libtensorflow.so.2: cannot open shared object file',
      '20.1.0',
      /libtensorflow\.so\.2/,
      /npm rebuild/,
    ],
    ['boom', '20.1.0', /cannot be loaded: boom/, /npm rebuild/],
  ];
  for (const [message, node, what, next] of rows) {
    const error = diagnoseTensorflow(new Error(message), node);
    assert.match(error.message, what);
    assert.match(error.next ?? '', next);
  }
  const fail = (): never => {
    throw new Error('libcublas.so.11: cannot open shared object file');
  };
  assert.throws(() => loadTensorflow(fail), UserError);
  await assert.rejects(createEngine({ name: 'eager', device: 'cuda' }), UserError);
});

test('the fastest device is taken, and the log says why', async () => {
  const times: Readonly<Record<string, number>> = { cpu: 214, webgpu: 3400 };
  const choice = await chooseDevice(['cpu', 'webgpu'], (device) => Promise.resolve(times[device]!));
  assert.deepEqual(choice, {
    device: 'cpu',
    sentence: 'cpu 0.21 s a step, webgpu 3.4 s: using cpu.',
  });

  const half = await chooseDevice(['webgpu', 'cpu'], (device) =>
    device === 'cpu' ? Promise.resolve(12) : Promise.reject(new Error('no adapter\nat …')),
  );
  assert.deepEqual(half, {
    device: 'cpu',
    sentence: 'cpu 0.012 s a step, webgpu failed (no adapter): using cpu.',
  });
  await assert.rejects(
    chooseDevice(['cpu'], () => Promise.reject(new Error('out of memory'))),
    /out of memory/,
  );
});

test('a queue keeps the order and survives a failure', async () => {
  const queue = createQueue();
  const order: number[] = [];
  const task = (each: number): Promise<void> =>
    queue.run(async () => {
      await Promise.resolve();
      order.push(each);
      if (each === 2) throw new Error('two');
    });
  const done = await Promise.allSettled([task(1), task(2), task(3)]);
  assert.deepEqual(order, [1, 2, 3]);
  assert.deepEqual(
    done.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
});

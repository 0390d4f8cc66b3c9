import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as ort from 'onnxruntime-node';
import { createBuilder } from '../../src/trainer/compile/builder';
import { outputName, writeOnnx } from '../../src/trainer/compile/onnx';
import { createSession, wrapArray } from '../../src/trainer/compile/session';

// session.ts keeps onnxruntime-node from copying every result by the way one version fails. What that gains is measured
// here, so that another version of it cannot take it away unnoticed.

const shape = [16, 2 ** 20];
const size = 2 ** 24;
const spec = { shape, dtype: 'float32' } as const;

/** y = x + x, 64 MiB of it. */
function doubling(): Uint8Array {
  const g = createBuilder();
  const x = g.input('x', spec);
  return writeOnnx(g.finish([{ name: 'y', value: g.op('Add', [x, x]) }]));
}

const x = Float32Array.from({ length: size }, (_, at) => (at % 1_000) - 500);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of array buffers that are alive after `work` and were not before. */
async function arrayBytes(work: () => Promise<unknown>): Promise<number> {
  // Else what others left behind goes meanwhile, and hides what is new.
  collectGarbage();
  const before = process.memoryUsage().arrayBuffers;
  const kept = await work();
  const bytes = process.memoryUsage().arrayBuffers - before;
  assert.notEqual(kept, null, 'held until it is measured');
  return bytes;
}

test('results are written in place, and onnxruntime-node makes no second copy of them', async () => {
  const session = await createSession(doubling(), { device: 'cpu', threads: 2 });
  try {
    const y = new Float32Array(size);
    const fetches = { [outputName('y')]: wrapArray('y', y, spec) };
    for (let run = 1; run <= 3; run += 1) {
      y.fill(NaN);
      const copied = await arrayBytes(() => session.run({ x: wrapArray('x', x, spec) }, fetches));
      assert.ok(
        y.every((value, at) => value === 2 * x[at]!),
        `run ${run}: results in place`,
      );
      assert.ok(
        copied < y.byteLength / 4,
        `run ${run} left ${copied} bytes of new arrays behind: onnxruntime-node ${ort.env.versions.node ?? '?'} ` +
          'copies results again. See runInPlace in src/trainer/compile/session.ts.',
      );
    }
  } finally {
    await session.release();
  }
});

test('a plain run does copy its results: the measure above sees copies', async () => {
  const session = await ort.InferenceSession.create(doubling());
  try {
    const y = new Float32Array(size);
    const fetches = { [outputName('y')]: new ort.Tensor('float32', y, shape) };
    const copied = await arrayBytes(() =>
      session.run({ x: new ort.Tensor('float32', x, shape) }, fetches),
    );
    // When this fails because nothing is copied any more, runInPlace has had its day.
    assert.ok(copied >= y.byteLength, `${copied} bytes`);
    assert.equal(y[0], -1_000);
  } finally {
    await session.release();
  }
});

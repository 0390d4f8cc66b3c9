import os from 'node:os';
import { createEngine } from '../src/trainer/engine/createEngine';
import type { Buffers } from '../src/trainer/engine/engine';
import { bertClassifier } from '../src/trainer/models/bert/bertModel';
import { gradientProgram, programInputs } from '../src/trainer/training/stepPrograms';

const [layers = 6, hidden = 384, dropoutRate = 0, repeats = 10] = process.argv.slice(2).map(Number);
const rows = 8,
  tokens = 128,
  labelCount = 2;
const model = bertClassifier(
  {
    vocabSize: 30522,
    hiddenSize: hidden,
    layers,
    heads: 12,
    intermediateSize: 4 * hidden,
    maxPositions: 512,
    tokenTypes: 2,
    layerNormEps: 1e-12,
    activation: 'gelu',
    initializerRange: 0.02,
    hiddenDropout: 0.1,
    attentionDropout: 0.1,
    classifierDropout: 0.1,
  } as never,
  { labelCount, dropout: { hidden: dropoutRate, attention: dropoutRate, classifier: dropoutRate } },
);
const t0 = performance.now();
const engine = await createEngine({ name: 'compiled', device: 'cpu', threads: 2 });
const inputs = {
  ...programInputs(model, rows, tokens),
  targets: { shape: [rows, labelCount], dtype: 'float32' as const },
};
const executable = await engine.compile(gradientProgram(model), inputs);
console.log(`compile ${(performance.now() - t0).toFixed(0)} ms, cpu ${os.cpus()[0]?.model}`);
const feeds: Record<string, Float32Array | Int32Array> = {};
for (const [name, { shape, dtype }] of Object.entries(inputs)) {
  const size = shape.reduce((a, b) => a * b, 1);
  feeds[name] =
    dtype === 'float32'
      ? Float32Array.from({ length: size }, () => (Math.random() - 0.5) * 0.08)
      : new Int32Array(size).fill(1);
}
const results: Record<string, Float32Array | Int32Array> = {};
for (const [name, { shape }] of Object.entries(executable.outputs))
  results[name] = new Float32Array(shape.reduce((a, b) => a * b, 1));
const times: number[] = [];
for (let step = 0; step < repeats; step++) {
  const start = performance.now();
  await executable.run(feeds as Buffers, results as Buffers, { seed: 1, step, micro: 0 });
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(
  `loss ${results['loss']?.[0]} min ${times[0]?.toFixed(0)} median ${times[times.length >> 1]?.toFixed(0)} ms; peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`,
);
await executable.dispose();

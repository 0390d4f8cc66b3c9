// One epoch of a real fine-tuning, or its first steps, beside Hugging Face Trainer with its defaults:
//   node scripts/bench.mjs epoch [--steps N] [--rounds N] [--python PATH] [--model FOLDER] [--data FILE]
// SST-2, batch 16, maxLength 128, all parameters, dropout and AdamW. Prints examples per second of both, their ratio
// and where our time goes. Rounds alternate, because only ratios measured side by side mean something.
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { RunConfig } from '../src/protocol/runConfig';
import { loadDatasets } from '../src/data/loadDatasets';
import { createEngine } from '../src/trainer/engine/createEngine';
import { loadModel } from '../src/trainer/modelFolder/loadModel';
import { clipScale, gradientNorm, updateParameters } from '../src/trainer/training/adamW';
import { epochBatches } from '../src/trainer/training/batchOrder';
import { accumulateGradients } from '../src/trainer/training/gradientStep';
import { plainObjective } from '../src/trainer/training/objective';
import { fillArrays } from '../src/trainer/training/parameterStore';
import { chooseShapes, prepareTraining } from '../src/trainer/training/prepareTraining';
import { learningRateAt } from '../src/trainer/training/schedule';
import { tokeniseSplit } from '../src/trainer/training/tokeniseSplit';
import { rowLengths } from '../src/trainer/training/tokenRows';

const root = process.env.FINETUNE_ROOT ?? '.';
const shared = path.join(root, '..', 'shared');
const { values: asked } = parseArgs({
  options: {
    steps: { type: 'string', default: '433' },
    rounds: { type: 'string', default: '1' },
    python: { type: 'string' },
    model: { type: 'string', default: path.join(shared, 'models/minilm') },
    data: { type: 'string', default: path.join(shared, 'data/sst2/train.tsv') },
    'group-by-length': { type: 'boolean', default: false },
  },
});
const steps = Number(asked.steps);

const config: RunConfig = {
  model: asked.model,
  task: 'text-classification',
  data: {
    train: { path: asked.data, format: 'tsv', header: false, columns: ['text', 'label'] },
    validation: null,
    test: null,
    fields: { text: 'text', label: 'label' },
    split: null,
  },
  method: { type: 'full' },
  training: {
    epochs: 1,
    maxSteps: null,
    batchSize: 16,
    maxLength: 128,
    learningRate: 5e-5,
    schedule: 'linear',
    warmupRatio: 0.1,
    gradientClip: 1,
    gradientAccumulation: 1,
    classWeights: null,
    seed: 42,
    shuffle: true,
    bucketByLength: true,
  },
  regularization: { dropout: null, weightDecay: 0.01, labelSmoothing: 0, earlyStopping: null },
  evaluation: { everySteps: null, best: 'accuracy', metrics: ['accuracy'] },
  checkpoints: { everySteps: null, keep: 1 },
  device: 'cpu',
  engine: 'compiled',
  output: path.join(os.tmpdir(), 'bench', 'runs'),
};

/** Trains the first steps of an epoch. @returns examples per second, compilation included */
async function ours(): Promise<number> {
  const datasets = await loadDatasets(config.data, { label2id: null });
  const model = await loadModel(config.model, { labels: datasets.labels, dropout: null, seed: 42 });
  const train = await tokeniseSplit({
    areOriginal: true,
    examples: datasets.train,
    dataHash: datasets.records[0]?.hash ?? '',
    tokenizer: model.tokenizer,
    maxLength: config.training.maxLength,
    cache: path.join(os.tmpdir(), 'bench', 'cache'),
    log: console.log,
    isWanted: () => true,
  });
  const shapes = chooseShapes(config, plainObjective, rowLengths(train), null);
  const engine = await createEngine({ name: 'compiled', device: 'cpu' });
  const inputs = {
    model,
    datasets,
    train,
    validation: null,
    groups: null,
    pairs: null,
    followed: null,
  };
  const prepared = prepareTraining(config, inputs, shapes, engine);
  const { store, source } = prepared;
  fillArrays(store, 'values', (name) => model.weight(name));

  const spent = { compile: 0, 'forward and backward': 0, norm: 0, update: 0 };
  const timed = async <T>(part: keyof typeof spent, work: () => T | Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work();
    spent[part] += performance.now() - startedAt;
    return result;
  };
  const { programs } = source;
  const timedSource = {
    ...source,
    programs: {
      ...programs,
      program: (rows: number, tokens: number) =>
        timed('compile', () => programs.program(rows, tokens)),
    },
  };
  const batches = epochBatches(shapes.order, 0).slice(0, steps);
  const startedAt = performance.now();
  for (const [index, batch] of batches.entries()) {
    const step = index + 1;
    await timed('forward and backward', () =>
      accumulateGradients(timedSource, [batch], { seed: 42, step }, null),
    );
    const norm = await timed('norm', () => gradientNorm(store));
    const learningRate = learningRateAt(step, shapes.plan, config.training);
    const { weightDecay } = config.regularization;
    await timed('update', () => {
      const gradientScale = clipScale(norm, config.training.gradientClip);
      updateParameters(store, { step, learningRate, weightDecay, gradientScale });
    });
  }
  await timed('update', () => {
    for (const table of store.tables) table.settle();
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  spent['forward and backward'] -= spent.compile;
  const perStep = Object.entries(spent).map(
    ([part, ms]) => `${part} ${(ms / batches.length).toFixed(1)} ms`,
  );
  const rows = batches.flat().length;
  console.log(`  a step: ${perStep.join(', ')}; shapes ${shapes.paddedLengths.join(' ')}`);
  await prepared.dispose();
  return rows / seconds;
}

/** Hugging Face Trainer's examples per second, in a process of its own; null without a Python that has it. */
function theirs(): number | null {
  const script = path.join(root, 'bench', 'epoch_trainer.py');
  const options = asked['group-by-length'] ? ['--group-by-length'] : [];
  const argv = [script, asked.model, asked.data, String(steps), ...options];
  const { status, stdout } = spawnSync(asked.python ?? 'python3', argv, { encoding: 'utf8' });
  if (status !== 0) return null;
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return (JSON.parse(last) as { examplesPerSecond: number }).examplesPerSecond;
}

const cpu = os.cpus()[0]?.model ?? 'unknown processor';
console.log(`${cpu}, ${os.availableParallelism()} threads, ${steps} steps of 16 rows`);
const ratios: number[] = [];
for (let round = 1; round <= Number(asked.rounds); round++) {
  const mine = await ours();
  console.log(`  finetune ${mine.toFixed(1)} examples/s`);
  const other = asked.python === undefined ? null : theirs();
  if (other === null) continue;
  console.log(`  Hugging Face Trainer ${other.toFixed(1)} examples/s`);
  ratios.push(mine / other);
}
if (ratios.length > 0) {
  console.log(`ratio ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`);
} else {
  console.log('No ratio: name a Python that has transformers with --python.');
}
console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1_000)} MB`);

// What each mitigation does to a planted disparity, and what it costs:
//   node scripts/bench.mjs mitigation [--rows 640] [--folder DIR] [--only 'NAME;…']
// SST-2 sentences behind "he writes" or "she writes"; in training 85 % of the positive ones are hers and 85 % of the negative ones
// his, in validation and test the pronoun says nothing. The encoder is trained without and with each mitigation and then asked
// about every test sentence twice, by him and by her. Prints a table: difference of the positive rates, rows whose answer depends
// on the pronoun, accuracy; 95 % intervals by drawing sentences with replacement. Runs stay in --folder; finished ones are kept.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { quantile } from '../src/data/statistics/quantiles';
import { seededNumbers } from '../src/data/seededNumbers';
import type { MitigationConfig } from '../src/protocol/mitigationConfig';
import type { DataSource, RunConfig } from '../src/protocol/runConfig';
import { runPaths } from '../src/runs/runFolder';
import { classify } from '../src/trainer/inference/classify';
import { loadClassifier } from '../src/trainer/inference/loadClassifier';
import { applyThresholds } from '../src/trainer/mitigation/groupThresholds';
import { trainRun } from '../src/trainer/training/trainRun';
import { aboutBoth, plantDisparity, type PlantedRow } from './plantDisparity';
import { describeMachine } from './machine';

const shared = path.join(process.env.FINETUNE_ROOT ?? '.', '..', 'shared');
const { values: asked } = parseArgs({
  options: {
    rows: { type: 'string', default: '640' },
    folder: { type: 'string', default: path.join(os.tmpdir(), 'finetune-mitigation') },
    only: { type: 'string' },
  },
});
const seed = 42;
const testRows = 500;
const validationRows = 300;

const off: MitigationConfig = {
  groups: 'who',
  reweighing: false,
  groupDro: null,
  counterfactual: null,
  logitPairing: null,
  adversarial: null,
  thresholds: null,
};

const methods: Readonly<Record<string, Partial<MitigationConfig>>> = {
  none: {},
  reweighing: { reweighing: true },
  'group DRO, step 0.1': { groupDro: { over: 'group-and-label', stepSize: 0.1, adjustment: 0 } },
  'group DRO, step 0.1, adjustment 4': {
    groupDro: { over: 'group-and-label', stepSize: 0.1, adjustment: 4 },
  },
  'thresholds, demographic parity': {
    thresholds: { constraint: 'demographic-parity', tolerance: 0.02 },
  },
  'augmentation, two-sided': { counterfactual: { axes: ['gender'], sides: 2 } },
  'logit pairing, weight 1': { logitPairing: { axes: ['gender'], weight: 1 } },
  'adversary, weight 0.1, rate 50': { adversarial: { weight: 0.1, hidden: 64, rate: 50 } },
  'adversary, weight 0.3, rate 50': { adversarial: { weight: 0.3, hidden: 64, rate: 50 } },
  'adversary, weight 0.1, rate 10': { adversarial: { weight: 0.1, hidden: 64, rate: 10 } },
};

function readSst2(name: string): { text: string; label: string }[] {
  return readFileSync(path.join(shared, 'data/sst2', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [text = '', label = ''] = line.split('\t');
      return { text, label: label === '1' ? 'positive' : 'negative' };
    });
}

function writeRows(name: string, rows: readonly PlantedRow[]): DataSource {
  const file = path.join(asked.folder, name);
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return { path: file, format: null, header: null, columns: null };
}

/** The folder of a finished run with this mitigation. */
async function trained(name: string, data: RunConfig['data']): Promise<string> {
  const output = path.join(asked.folder, 'runs');
  const folder = path.join(output, name.replaceAll(/\W+/g, '-'));
  if (existsSync(runPaths(folder).model)) return folder;
  mkdirSync(folder, { recursive: true });
  const config: RunConfig = {
    model: path.join(shared, 'models/minilm-small'),
    task: 'text-classification',
    data,
    method: { type: 'full' },
    training: {
      ...{ epochs: 2, maxSteps: null, batchSize: 16, maxLength: 32, learningRate: 2e-4 },
      ...{ schedule: 'linear', warmupRatio: 0.1, gradientClip: 1, gradientAccumulation: 1 },
      ...{ classWeights: null, seed, shuffle: true, bucketByLength: true },
    },
    regularization: { dropout: null, weightDecay: 0.01, labelSmoothing: 0, earlyStopping: null },
    mitigation: { ...off, ...methods[name] },
    evaluation: { everySteps: null, best: 'accuracy', metrics: ['accuracy'] },
    checkpoints: { everySteps: null, keep: 1 },
    ...{ device: 'cpu', engine: 'compiled', output },
  };
  const nothing = (): void => undefined;
  await trainRun({
    config,
    folder,
    resume: false,
    reporter: {
      ...{ phase: nothing, progress: nothing, lines: nothing, event: nothing, update: nothing },
      checkpoint: nothing,
      log: (message) => {
        console.error(`${name}: ${message}`);
      },
    },
    control: { stopRequested: () => false, takeCheckpointRequest: () => false },
  });
  return folder;
}

/** Whether each answer is "positive", of him and of her, sentence by sentence. */
async function answersOf(
  folder: string,
  rows: readonly PlantedRow[],
): Promise<{ readonly his: readonly boolean[]; readonly hers: readonly boolean[] }> {
  const classifier = await loadClassifier(runPaths(folder).model, {
    ...{ engine: 'compiled', device: 'cpu', maxLength: null },
  });
  const texts = rows.map(({ text }) => text);
  const { logits } = await classify(classifier, texts);
  await classifier.dispose();
  const thresholds = classifier.finetune?.thresholds;
  const columns = { who: rows.map(({ who }) => who) };
  const decided =
    thresholds === undefined ? logits : applyThresholds(thresholds, { texts, columns }, logits);
  const id = classifier.labels.indexOf('positive');
  const isPositive = rows.map(
    (_, row) => (decided[row * 2 + id] ?? 0) > (decided[row * 2 + 1 - id] ?? 0),
  );
  const of = (who: PlantedRow['who']): boolean[] =>
    isPositive.filter((_, row) => rows[row]?.who === who);
  return { his: of('he'), hers: of('she') };
}

interface Sentence {
  readonly difference: number;
  readonly depends: number;
  readonly right: number;
}

function printFigures(name: string, sentences: readonly Sentence[]): void {
  const figure = (pick: (sentence: Sentence) => number): string => {
    const next = seededNumbers(seed);
    const values = sentences.map(pick);
    const means = Float64Array.from({ length: 2_000 }, () => {
      const drawn = values.map(() => values[Math.floor(next() * values.length)] ?? 0);
      return drawn.reduce((a, b) => a + b, 0) / values.length;
    }).sort();
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const [low, high] = [quantile(means, 0.025), quantile(means, 0.975)];
    return `${mean.toFixed(3)} (${low.toFixed(3)} – ${high.toFixed(3)})`;
  };
  const cells = [
    figure(({ difference }) => difference),
    figure(({ depends }) => depends),
    figure(({ right }) => right),
  ];
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}

mkdirSync(asked.folder, { recursive: true });
const train = plantDisparity(readSst2('train.tsv').slice(0, Number(asked.rows)), {
  ...{ label: 'positive', share: 0.85, seed },
});
const validation = plantDisparity(readSst2('dev.tsv').slice(0, validationRows), {
  ...{ label: 'positive', share: 0.5, seed },
});
const tested = readSst2('test.tsv').slice(0, testRows);
const data: RunConfig['data'] = {
  train: writeRows('train.jsonl', train),
  validation: writeRows('validation.jsonl', validation),
  test: null,
  fields: { text: 'text', label: 'label' },
  split: null,
};
console.log(describeMachine());
console.log('| mitigation | positive: hers − his | answers that depend on it | accuracy |');
console.log('| --- | --- | --- | --- |');
const wanted = asked.only?.split(';') ?? Object.keys(methods);
for (const name of wanted) {
  const { his, hers } = await answersOf(await trained(name, data), aboutBoth(tested));
  const sentences = tested.map(({ label }, at): Sentence => {
    const [him, her] = [his[at] ?? false, hers[at] ?? false];
    const isRight = (answer: boolean): number => Number(answer === (label === 'positive'));
    return {
      difference: Number(her) - Number(him),
      depends: Number(her !== him),
      right: (isRight(him) + isRight(her)) / 2,
    };
  });
  printFigures(name, sentences);
}

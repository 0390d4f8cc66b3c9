import type { RunSnapshot } from '../../../src/protocol/pages';
import type { EvaluationOutcomes, EvaluationReport, WorstRow } from '../../../src/protocol/reports';
import type {
  EvaluationLine,
  MetricLine,
  RunEvent,
  RunRecord,
  TrainLine,
} from '../../../src/protocol/run';
import type { RunConfig } from '../../../src/protocol/runConfig';

const began = 1_790_000_000;
const labels = ['ambiguous', 'negative', 'neutral', 'positive'];

/** Numbers from 0 to 1, the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Lines as a trainer writes them: noise, an evaluation every `everySteps`. */
export function sampleLines(
  nSteps: number,
  options: { seed: number; everySteps: number },
): MetricLine[] {
  const random = seededRandom(options.seed);
  const lines: MetricLine[] = [];
  for (let step = 1; step <= nSteps; step++) {
    const progress = step / nSteps;
    const time = began + 6 + step * 0.34;
    const loss =
      0.32 + 1.1 * Math.exp(-4 * progress) + (random() - 0.5) * 0.35 + (random() < 0.004 ? 0.9 : 0);
    lines.push({
      step,
      epoch: progress * 4,
      time,
      split: 'train',
      loss,
      learningRate:
        progress < 0.1 ? (1e-4 * (step - 1)) / (0.1 * nSteps) : (1e-4 * (1 - progress)) / 0.9,
      gradientNorm: 0.9 + 2.5 * random() ** 4 + 2 * Math.exp(-8 * progress),
      tokensPerSecond: 2_650 + 500 * (random() - 0.5),
    } satisfies TrainLine);
    if (step % options.everySteps === 0 || step === nSteps) {
      const f1 =
        0.69 - 0.42 * Math.exp(-5 * progress) - (progress > 0.7 ? 0.03 * (progress - 0.7) : 0);
      lines.push({
        step,
        epoch: progress * 4,
        time: time + 0.2,
        split: 'validation',
        loss: 0.62 + 0.6 * Math.exp(-5 * progress) + 0.1 * progress ** 2,
        accuracy: f1 + 0.024,
        'precision-macro': f1 + 0.01,
        'recall-macro': f1 - 0.008,
        'f1-macro': f1,
      } satisfies EvaluationLine);
    }
  }
  return lines;
}

export const sampleConfig: RunConfig = {
  model: '/workspace/models/minilm-small',
  task: 'text-classification',
  data: {
    train: { path: '/workspace/data/train.jsonl', format: 'jsonl', header: null, columns: null },
    validation: {
      path: '/workspace/data/validation.jsonl',
      format: 'jsonl',
      header: null,
      columns: null,
    },
    test: { path: '/workspace/data/test.jsonl', format: 'jsonl', header: null, columns: null },
    fields: { text: 'text', label: 'label' },
    split: null,
  },
  method: { type: 'full' },
  training: {
    epochs: 4,
    maxSteps: null,
    batchSize: 16,
    maxLength: 64,
    learningRate: 1e-4,
    schedule: 'linear',
    warmupRatio: 0.1,
    gradientClip: 1,
    gradientAccumulation: 1,
    classWeights: { ambiguous: 2, negative: 1, neutral: 1, positive: 1 },
    seed: 42,
    shuffle: true,
    bucketByLength: true,
  },
  regularization: {
    dropout: null,
    weightDecay: 0.01,
    labelSmoothing: 0,
    earlyStopping: { metric: 'f1-macro', patience: 3 },
  },
  evaluation: {
    everySteps: 50,
    best: 'f1-macro',
    metrics: ['accuracy', 'precision-macro', 'recall-macro', 'f1-macro'],
  },
  checkpoints: { everySteps: 50, keep: 2 },
  device: 'auto',
  engine: 'compiled',
  output: '/workspace/.finetune/runs',
};

export function sampleRecord(change: Partial<RunRecord> = {}): RunRecord {
  return {
    version: 1,
    name: 'emotions',
    state: 'running',
    pid: 4242,
    processStart: null,
    socket: null,
    device: 'cpu',
    engine: 'compiled',
    versions: {},
    datasets: [{ split: 'train', path: '/workspace/data/train.jsonl', hash: 'a1', rows: 4000 }],
    model: {
      path: '/workspace/models/minilm-small',
      family: 'bert',
      parameters: 22_713_216,
      trainable: 22_713_216,
      labels,
    },
    startedAt: began,
    finishedAt: null,
    totalSteps: 1000,
    totalEpochs: 4,
    phases: [
      {
        phase: 'read-config',
        startedAt: began,
        finishedAt: began + 0.01,
        done: null,
        detail: null,
      },
      {
        phase: 'load-model',
        startedAt: began + 0.01,
        finishedAt: began + 0.4,
        done: null,
        detail: '22.7 M parameters',
      },
      {
        phase: 'read-data',
        startedAt: began + 0.4,
        finishedAt: began + 0.9,
        done: null,
        detail: '5,000 rows',
      },
      {
        phase: 'tokenise',
        startedAt: began + 0.9,
        finishedAt: began + 2.4,
        done: 1,
        detail: '5,000 rows',
      },
      {
        phase: 'choose-device',
        startedAt: began + 2.4,
        finishedAt: began + 4.5,
        done: null,
        detail: 'cpu .21 s, webgpu 3.4 s',
      },
      {
        phase: 'compile',
        startedAt: began + 4.5,
        finishedAt: began + 5.8,
        done: null,
        detail: null,
      },
      { phase: 'train', startedAt: began + 5.8, finishedAt: null, done: 0.6, detail: null },
    ],
    waitingFor: null,
    best: { metric: 'f1-macro', value: 0.672, step: 400 },
    events: [],
    failure: null,
    configFile: '/workspace/emotions.finetune.json',
    peakMemoryBytes: 1.24e9,
    note: null,
    ...change,
  };
}

export function sampleSnapshot(change: Partial<RunSnapshot> = {}): RunSnapshot {
  return {
    id: '/workspace/.finetune/runs/20261123-220000-emotions',
    record: sampleRecord(),
    config: sampleConfig,
    configSet: [
      'model',
      'data.train.path',
      'data.validation.path',
      'data.test.path',
      'training.epochs',
      'training.learningRate',
      'training.maxLength',
      'regularization.earlyStopping.patience',
    ],
    lines: sampleLines(600, { seed: 7, everySteps: 50 }),
    checkpoints: [400, 550, 600],
    evaluations: [],
    differsFromPrevious: [
      { key: 'training.learningRate', previous: '0.00002' },
      { key: 'training.epochs', previous: '3' },
    ],
    log: 'Reading /workspace/emotions.finetune.json\nModel: BERT, 22.7 M parameters\nDevice: cpu\n',
    ...change,
  };
}

const texts = [
  'I mean, that could have gone either way and nobody would have noticed.',
  'Thanks for nothing, really great customer service as always.',
  'Wait, was that the same person who wrote the original post?',
  'This made my day, I have been laughing for ten minutes straight!',
  'So you are telling me <script>alert(1)</script> is "fine"?',
  'He said he would come back after the holidays, but I have my doubts about it since he has said so before and then, every single time, something else came up and the whole plan fell through again.',
];

export function sampleReport(change: Partial<EvaluationReport> = {}): EvaluationReport {
  const counts = [
    [88, 31, 42, 25],
    [19, 236, 48, 14],
    [30, 41, 262, 27],
    [11, 12, 31, 383],
  ];
  const outcomes = sampleOutcomes(counts);
  const wrong = outcomes.rows.flatMap((_, index) =>
    outcomes.gold[index] === outcomes.predicted[index] ? [] : [index],
  );
  const worst = Array.from({ length: 40 }, (_, nth): WorstRow => {
    const index = wrong[(nth * 7) % wrong.length] ?? 0;
    return {
      row: outcomes.rows[index] ?? 1,
      path: '/workspace/data/test.jsonl',
      line: outcomes.lines[index] ?? 1,
      text: texts[nth % texts.length] ?? '',
      gold: labels[outcomes.gold[index] ?? 0] ?? '',
      prediction: labels[outcomes.predicted[index] ?? 0] ?? '',
      confidence: 0.993 - nth * 0.006,
    };
  });
  return {
    task: 'text-classification',
    rows: 1300,
    metrics: {
      loss: { value: 0.711, low: 0.676, high: 0.746 },
      accuracy: { value: 0.745, low: 0.721, high: 0.768 },
      'precision-macro': { value: 0.701, low: 0.673, high: 0.729 },
      'recall-macro': { value: 0.69, low: 0.664, high: 0.716 },
      'f1-macro': { value: 0.692, low: 0.666, high: 0.718 },
    },
    perClass: {
      ambiguous: { precision: 0.595, recall: 0.473, f1: 0.527, support: 186 },
      negative: { precision: 0.738, recall: 0.744, f1: 0.741, support: 317 },
      neutral: { precision: 0.684, recall: 0.728, f1: 0.705, support: 360 },
      positive: { precision: 0.853, recall: 0.876, f1: 0.864, support: 437 },
    },
    confusionMatrix: { labels, counts },
    worst,
    outcomes,
    split: 'test',
    data: { path: '/workspace/data/test.jsonl', hash: 'b2' },
    model: '/workspace/.finetune/runs/20261123-220000-emotions/model',
    createdAt: began + 400,
    ...change,
  };
}

/** Rows in a mixed order that fill the cells of a confusion matrix. */
function sampleOutcomes(counts: readonly (readonly number[])[]): EvaluationOutcomes {
  const cells = counts.flatMap((row, gold) =>
    row.flatMap((count, predicted) => Array.from({ length: count }, () => ({ gold, predicted }))),
  );
  // note: 7 and the number of rows have no divisor in common, so every cell is visited once.
  const mixed = cells.map((_, index) => cells[(index * 7) % cells.length]!);
  const rows = mixed.map((_, index) => index + 1);
  return {
    rows,
    lines: rows,
    gold: mixed.map(({ gold }) => gold),
    predicted: mixed.map(({ predicted }) => predicted),
  };
}

/** A flag for each kind of trouble. */
export const sampleEvents: readonly RunEvent[] = [
  {
    type: 'clipped-hard',
    step: 37,
    time: began + 18,
    message: 'The gradient norm 14.2 was clipped to 1.',
  },
  {
    type: 'resumed',
    step: 201,
    time: began + 90,
    message: 'Resumed from the checkpoint at step 200.',
  },
  {
    type: 'early-stop',
    step: 900,
    time: began + 310,
    message: 'F1 macro has not risen for 3 evaluations.',
  },
];

/** A run of 10,000 steps that ended when its loss stopped being a number. */
export function longFailedSnapshot(): RunSnapshot {
  const lines = sampleLines(10_000, { seed: 3, everySteps: 500 });
  const nan: TrainLine = {
    ...lines.find((line): line is TrainLine => line.split === 'train' && line.step === 7000)!,
    loss: NaN,
  };
  return sampleSnapshot({
    id: '/workspace/.finetune/runs/20261123-210000-emotions-long',
    record: sampleRecord({
      name: 'emotions-long',
      state: 'failed',
      finishedAt: began + 3406,
      totalSteps: 12_000,
      best: { metric: 'f1-macro', value: 0.681, step: 6500 },
      events: [
        ...sampleEvents,
        {
          type: 'non-finite',
          step: 7000,
          time: began + 2386,
          message: 'The loss became NaN in the batch with rows 412 to 427.',
        },
      ],
      failure: {
        reason:
          'The loss became NaN at step 7,000, in the batch with rows 412 to 427 of train.jsonl.',
        next: 'Lower training.learningRate (now 1e-4) or raise training.warmupRatio, then resume from step 6,500.',
      },
    }),
    lines: lines.map((line) => (line.split === 'train' && line.step === 7000 ? nan : line)),
    checkpoints: [6500, 9500, 10_000],
  });
}

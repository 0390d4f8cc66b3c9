import type { RunRecord, TrainLine } from '../../../src/protocol/run';
import type { KnownRun } from '../../../src/extension/runs/knownRun';

const startedAt = 1_800_000_000;

/** A record of a run on CPU that is running, with changes. */
export function fakeRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    version: 1,
    name: 'emotions',
    state: 'running',
    pid: 4_242,
    processStart: 'then',
    socket: null,
    device: 'cpu',
    engine: 'compiled',
    versions: {},
    datasets: [],
    model: null,
    startedAt,
    finishedAt: null,
    totalSteps: 500,
    totalEpochs: 2,
    phases: [{ phase: 'train', startedAt, finishedAt: null, done: null, detail: null }],
    waitingFor: null,
    best: null,
    events: [],
    failure: null,
    configFile: '/work/emotions.finetune.json',
    configSet: [],
    peakMemoryBytes: null,
    note: null,
    ...changes,
  };
}

/** Train lines up to a step, one every `secondsPerStep`. */
export function fakeLines(last: number, secondsPerStep: number): TrainLine[] {
  const count = Math.min(last, 60);
  return Array.from({ length: count }, (_, index) => {
    const step = last - count + 1 + index;
    return {
      step,
      epoch: step / 250,
      time: startedAt + step * secondsPerStep,
      split: 'train',
      loss: 0.4123,
      learningRate: 1e-4,
      gradientNorm: 1,
      tokensPerSecond: 2_800,
    };
  });
}

export function fakeRun(
  record: Partial<RunRecord> = {},
  facts: Partial<Omit<KnownRun, 'record'>> = {},
): KnownRun {
  return {
    type: 'run',
    folder: '/work/.finetune/runs/20270115-080000-emotions',
    record: fakeRecord(record),
    recent: [],
    checkpoints: [],
    evaluations: [],
    audits: [],
    hasModel: false,
    ...facts,
  };
}

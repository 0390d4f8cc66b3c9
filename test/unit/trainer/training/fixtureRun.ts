import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import type { MetricLine, RunEvent, RunRecord } from '../../../../src/protocol/run';
import type { DataSource, RunConfig } from '../../../../src/protocol/runConfig';
import { openMetrics } from '../../../../src/runs/metricsFile';
import { trainRun } from '../../../../src/trainer/training/trainRun';
import { tinyConfig } from './tinyTraining';

const root = process.env.FINETUNE_ROOT ?? '.';
export const fixture = path.join(root, 'test/fixtures/training');

const source = (name: string): DataSource => ({
  path: path.join(fixture, name),
  format: null,
  header: null,
  columns: null,
});

/** The fixture's small BERT on the fixture's rows, compiled, 9 steps an epoch. */
export const fixtureConfig: RunConfig = {
  ...tinyConfig,
  model: path.join(fixture, 'model'),
  data: {
    ...tinyConfig.data,
    train: source('train.jsonl'),
    validation: source('validation.jsonl'),
  },
  training: { ...tinyConfig.training, learningRate: 2e-3, epochs: 2 },
  evaluation: { everySteps: 4, best: 'f1-macro', metrics: ['accuracy', 'f1-macro'] },
  checkpoints: { everySteps: null, keep: 100 },
  engine: 'compiled',
};

/** A folder for a run; its token cache stands beside it. */
export function temporaryRun(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'training-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const run = path.join(folder, 'runs', 'run');
  mkdirSync(run, { recursive: true });
  return run;
}

export interface Told {
  readonly record: Partial<RunRecord>;
  readonly events: Omit<RunEvent, 'time'>[];
  readonly log: string[];
  readonly checkpoints: number[];
  readonly phases: string[];
}

/** Trains for real in this process; `stopAt` asks to stop once the step is done. */
export async function runFixture(
  folder: string,
  options: {
    readonly config?: RunConfig;
    readonly resume?: boolean;
    readonly stopAt?: number;
  } = {},
): Promise<Told & { readonly state: string }> {
  const { config = fixtureConfig, resume = false, stopAt = Infinity } = options;
  const told: Told = { record: {}, events: [], log: [], checkpoints: [], phases: [] };
  const metrics = openMetrics(folder);
  let lastStep = 0;
  const { state } = await trainRun({
    config: { ...config, output: path.dirname(folder) },
    folder,
    resume,
    reporter: {
      phase: (phase) => told.phases.push(phase),
      progress: () => undefined,
      lines(lines) {
        metrics.append(lines);
        lastStep = lines.at(-1)?.step ?? lastStep;
      },
      event: (event) => told.events.push(event),
      update: (facts) => Object.assign(told.record, facts),
      checkpoint: (step) => told.checkpoints.push(step),
      log: (message) => told.log.push(message),
    },
    control: { stopRequested: () => lastStep >= stopAt, takeCheckpointRequest: () => false },
  }).finally(() => {
    metrics.close();
  });
  return { ...told, state };
}

export function metricLines(folder: string): MetricLine[] {
  return readFileSync(path.join(folder, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as MetricLine);
}

/** Lines without what may differ between two runs of the same training. */
export function factsOf(folder: string): unknown[] {
  return metricLines(folder).map((line) => ({ ...line, time: 0, tokensPerSecond: 0 }));
}

import * as tf from '@tensorflow/tfjs-core';
import { loadDatasets, type Datasets, type LabelledExamples } from '../../data/loadDatasets';
import type { Estimate } from '../../protocol/reports';
import type { RunConfig } from '../../protocol/runConfig';
import { checkpointBytes } from '../checkpoint/checkpointBytes';
import { createEngine } from '../engine/createEngine';
import { loadModel, type LoadedModel } from '../modelFolder/loadModel';
import type { TextTokenizer } from '../../data/tokens/textTokenizer';
import { epochBatches } from './batchOrder';
import { columnsToKeep, mitigateData, type MitigatedData } from '../mitigation/mitigatedData';
import { objectiveOf } from './objective';
import { checkModel } from './openRun';
import { paddedLength } from './paddedLengths';
import { chooseShapes, type TrainingShapes } from './prepareTraining';
import { costRequest, runCost, type RunCost } from './runMemory';

/** Rows that are tokenised to learn how many tokens a character makes. */
const sampleRows = 200;
/** Share of a step's time that goes into matrix products. */
const productShare = 0.65;
const secondsPerShape = 0.25;
/** What the optimiser's one pass reads and writes: parameter, gradient and two moments. */
const optimizerBytesPerParameter = 28;
const memoryBytesPerSecond = 12e9;

/**
 * Memory, time and disk of a run before anything is allocated; reads the data once and times a matrix product for
 * a moment. Memory is for the widest batch (within a fifth); seconds are this machine's when nothing else runs
 * (within a factor of two).
 * @throws UserError for what is wrong with model or data
 */
export async function estimateRun(config: RunConfig): Promise<Estimate> {
  const { model, shapes, cost, validation } = await outlineRun(config);
  const tokens = paddedTokens(shapes, config, validation);
  const products = (tokens * cost.flopsPerToken) / (await productFlopsPerSecond());
  const updates =
    (shapes.plan.totalSteps * model.parameterCount * optimizerBytesPerParameter) /
    memoryBytesPerSecond;
  const shapeCount = shapes.paddedLengths.length + (shapes.evaluation?.paddedLengths.length ?? 0);
  // The best, the newest ones and the one being written.
  const kept = (config.checkpoints.keep + 2) * checkpointBytes(model.parameterCount);
  return {
    memoryBytes: cost.memoryBytes,
    seconds: Math.ceil(products / productShare + updates + shapeCount * secondsPerShape),
    diskBytes: kept + cost.memoryBytes.weights,
    fits: cost.memoryBytes.total <= process.availableMemory(),
  };
}

/** Peak memory of a run in bytes, as `estimateRun` tells it. @throws UserError for what is wrong with model or data */
export async function estimateMemory(config: RunConfig): Promise<number> {
  return (await outlineRun(config)).cost.memoryBytes.total;
}

interface RunOutline {
  readonly model: LoadedModel;
  readonly shapes: TrainingShapes;
  readonly cost: RunCost;
  /** Tokens of the rows of the validation split. */
  readonly validation: Int32Array | null;
}

async function outlineRun(config: RunConfig): Promise<RunOutline> {
  const asked = { label2id: checkModel(config), columns: columnsToKeep(config) };
  const given = await loadDatasets(config.data, asked);
  const { datasets, groups } = await mitigate(config, given);
  const { dropout } = config.regularization;
  const { labels } = datasets;
  const declared = config.data.labels ?? null;
  const model = await loadModel(config.model, { labels, declared, dropout, seed: 0 });
  const { maxLength } = config.training;
  const train = estimateLengths(datasets.train, model.tokenizer, maxLength);
  const validation =
    datasets.validation && estimateLengths(datasets.validation, model.tokenizer, maxLength);
  const shapes = chooseShapes(config, objectiveOf(config, model.model, groups), train, validation);
  const cost = runCost(model.model, shapes, costRequest(config, model.labels));
  return { model, shapes, cost, validation };
}

async function mitigate(config: RunConfig, given: Datasets): Promise<MitigatedData> {
  const mitigated = await mitigateData(config, given, () => true);
  if (mitigated === null) throw new Error('The work was wanted all along.');
  return mitigated;
}

/** Tokens of every row, from its characters and a sample. */
function estimateLengths(
  { texts }: LabelledExamples,
  tokenizer: TextTokenizer,
  maxLength: number,
): Int32Array {
  const stride = Math.max(1, Math.floor(texts.length / sampleRows));
  const sample = texts.filter((_, row) => row % stride === 0);
  const specials = tokenizer.encode('', maxLength).length;
  const tokens = sample.reduce((sum, text) => sum + tokenizer.encode(text, maxLength).length, 0);
  const characters = sample.reduce((sum, text) => sum + Math.min(text.length, maxLength * 8), 0);
  const perCharacter = (tokens - specials * sample.length) / Math.max(1, characters);
  return Int32Array.from(texts, (text) =>
    Math.min(maxLength, specials + Math.ceil(text.length * perCharacter)),
  );
}

/** Tokens that go through the network, padding included; an evaluated token costs a third of a trained one. */
function paddedTokens(
  { plan, order, rowsPerBatch, paddedLengths, evaluation }: TrainingShapes,
  config: RunConfig,
  validation: Int32Array | null,
): number {
  const { lengths } = order;
  const perEpoch = epochBatches(order, 0).reduce((sum, batch) => {
    const longest = Math.max(...batch.map((row) => lengths[row] ?? 0));
    return sum + rowsPerBatch * paddedLength(longest, paddedLengths);
  }, 0);
  const epochs = plan.totalSteps / plan.stepsPerEpoch;
  const every = config.evaluation.everySteps ?? plan.stepsPerEpoch;
  const evaluations = evaluation === null ? 0 : Math.ceil(plan.totalSteps / every);
  const evaluated = validation?.reduce((sum, length) => sum + length, 0) ?? 0;
  return perEpoch * epochs + (evaluations * evaluated) / 3;
}

/** A product of the size encoders have, for a quarter of a second. */
async function productFlopsPerSecond(): Promise<number> {
  const [m, k, n] = [512, 512, 1_024];
  const engine = await createEngine({ name: 'compiled', device: 'cpu' });
  const spec = (shape: readonly number[]) => ({ shape, dtype: 'float32' as const });
  const executable = await engine.compile(
    ({ a, b }) => ({ product: tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D) }),
    { a: spec([m, k]), b: spec([k, n]) },
  );
  const feeds = { a: new Float32Array(m * k).fill(0.5), b: new Float32Array(k * n).fill(0.5) };
  const results = { product: new Float32Array(m * n) };
  const draw = { seed: 0, step: 0, micro: 0 };
  await executable.run(feeds, results, draw);
  let runs = 0;
  const startedAt = performance.now();
  while (performance.now() - startedAt < 250) {
    await executable.run(feeds, results, draw);
    runs += 1;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await executable.dispose();
  await engine.dispose();
  return (runs * 2 * m * k * n) / seconds;
}

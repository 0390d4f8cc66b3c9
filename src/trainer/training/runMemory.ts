import os from 'node:os';
import { UserError } from '../../protocol/errors';
import type { Estimate } from '../../protocol/reports';
import type { RunConfig } from '../../protocol/runConfig';
import { compileProgram } from '../compile/compileProgram';
import type { Model } from '../models/model';
import { productFlops, peakBytes } from './graphCost';
import { spanBytes } from './parameterStore';
import type { TrainingShapes } from './prepareTraining';
import { textsPerRow, trainedSpans } from './objective';
import {
  gradientProgram,
  objectiveInputs,
  programInputs,
  trainingLogitsProgram,
} from './stepPrograms';

/** Node, the engine's library and compiled programs: what a trainer takes before its first array. */
const baseBytes = 250 * 2 ** 20;
/** Working memory over what is alive at once: the heap's gaps. */
const heapSlack = 1.25;

export interface RunCost {
  readonly memoryBytes: Estimate['memoryBytes'];
  /** Floating-point operations of matrix products per token of a padded batch, forward and backward. */
  readonly flopsPerToken: number;
}

export interface CostRequest {
  readonly labelCount: number;
  /** Group DRO runs every batch forward before it is learnt from. */
  readonly readsLossesFirst: boolean;
}

/** What of a config decides what a step costs. */
export function costRequest({ mitigation }: RunConfig, labels: readonly string[]): CostRequest {
  return { labelCount: labels.length, readsLossesFirst: (mitigation?.groupDro ?? null) !== null };
}

/**
 * What a training takes at its widest batch: parameters exactly; intermediate values from the program's graph. Within
 * a fifth of the measured peak on encoders of 6 layers.
 */
export function runCost(
  model: Model,
  shapes: TrainingShapes,
  { labelCount, readsLossesFirst }: CostRequest,
): RunCost {
  const { rowsPerBatch, paddedLengths, limits, objective } = shapes;
  const tokens = paddedLengths.at(-1) ?? 1;
  const spans = trainedSpans(model, objective);
  const inputs = {
    ...programInputs({ spans }, rowsPerBatch * textsPerRow(objective), tokens),
    ...objectiveInputs(objective, rowsPerBatch, labelCount),
  };
  const { graph, masks } = compileProgram(gradientProgram(model, objective), inputs, 'cpu');
  const first = readsLossesFirst ? forwardFlops(model, shapes) : 0;
  const maskBytes = masks.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0);
  const weights = sum(spans.map(({ shape }) => 4 * shape.reduce((a, b) => a * b, 1)));
  const optimizer = 2 * weights;
  const gradients = sum(spans.map((span) => spanBytes(span, limits))) - weights - optimizer;
  const activations = Math.round(peakBytes(graph) * heapSlack + maskBytes);
  const total = baseBytes + weights + gradients + optimizer + activations;
  return {
    memoryBytes: { weights, gradients, optimizer, activations, total },
    flopsPerToken: (productFlops(graph) + first) / (rowsPerBatch * tokens),
  };
}

function forwardFlops(model: Model, { rowsPerBatch, paddedLengths }: TrainingShapes): number {
  const inputs = programInputs(model, rowsPerBatch, paddedLengths.at(-1) ?? 1);
  return productFlops(compileProgram(trainingLogitsProgram(model), inputs, 'cpu').graph);
}

/** Bytes this process could ever get: the machine's memory, or its container's. */
function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(constrained, os.totalmem()) : os.totalmem();
}

/** @throws UserError for a training that no patience makes fit into this machine */
export function requireMemory({ memoryBytes: { total } }: RunCost, shapes: TrainingShapes): void {
  const machine = machineMemory();
  if (total <= machine) return;
  const tokens = shapes.paddedLengths.at(-1) ?? 0;
  throw new UserError(
    `This training needs about ${gigabytes(total)}, and the machine has ${gigabytes(machine)}: ` +
      `its widest batch is ${shapes.rowsPerBatch} rows of ${tokens} tokens.`,
    {
      next: 'Lower "training.batchSize" (with a higher "training.gradientAccumulation" it trains the same) or "training.maxLength".',
    },
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toPrecision(3)} GB`;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

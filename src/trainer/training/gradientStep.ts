import { UserError, type Place } from '../../protocol/errors';
import type { Draw } from '../engine/engine';
import type { Batch } from './batchOrder';
import { fillTargets } from '../tasks/textClassification/lossTargets';
import { lengthOf } from './layOut';
import { fillObjective, layOutBatch, type ObjectiveSource } from './objectiveSource';
import type { ParameterStore } from './parameterStore';
import type { BoundProgram, ProgramCache } from './programCache';
import type { TokenRows } from './tokenRows';
import { weighRows, type WeightSource } from './weighRows';

/** What turns batches into gradients. */
export interface GradientSource extends WeightSource, ObjectiveSource {
  readonly programs: ProgramCache;
}

export interface GradientResult {
  /** Weighted mean over all rows of the accumulated batch; see lossTargets.ts. */
  readonly loss: number;
  /** Tokens that are not padding. */
  readonly tokens: number;
  /** Group DRO's state after this batch; null without it. */
  readonly groupWeights: readonly number[] | null;
  /** How far the logits of rows and their swaps are apart, mean over all rows; null without pairs. */
  readonly counterfactualGap: number | null;
  /** Cross-entropy of the adversary, mean over the rows of a group; null without one. */
  readonly adversaryLoss: number | null;
}

/**
 * Leaves the gradient of the weighted mean loss over all micro-batches in the store. Gradients of later micro-batches are
 * added in their order.
 * @param groupWeights group DRO's state; null at the beginning of a run, and without it
 */
export async function accumulateGradients(
  source: GradientSource,
  microBatches: readonly Batch[],
  draw: Omit<Draw, 'micro'>,
  groupWeights: readonly number[] | null,
): Promise<GradientResult> {
  const { store, rows, lossRule } = source;
  const weighing = await weighRows(source, microBatches, draw, groupWeights);
  const accumulated = microBatches.flat();
  const sums = { loss: 0, pairing: 0, adversary: 0 };
  let tokens = 0;
  for (const [micro, batch] of microBatches.entries()) {
    const program = await layOutBatch(source, source.programs, batch);
    const weighed = batch.map((row) => ({
      label: rows.labels[row] ?? 0,
      weight: weighing.weightOf(row),
    }));
    fillTargets(targetsOf(program), weighed, lossRule, weighing.total);
    fillObjective(program, source, { batch, accumulated, step: draw.step });
    const results = micro === 0 ? program.results : program.furtherResults;
    const outputs = await program.executable.run(program.feeds, results, { ...draw, micro });
    if (micro > 0) addMicroGradients(store);
    for (const table of store.tables) table.addGradientRows(program.rows * program.tokens);
    sums.loss += outputs.loss?.[0] ?? NaN;
    sums.pairing += outputs.pairing?.[0] ?? 0;
    sums.adversary += outputs.adversary?.[0] ?? 0;
    tokens += batch.reduce((sum, row) => sum + lengthOf(rows, row), 0);
  }
  return {
    loss: sums.loss,
    tokens,
    groupWeights: weighing.groupWeights,
    counterfactualGap: source.pairs === null ? null : sums.pairing / source.pairs.weight,
    adversaryLoss: source.adversary === null ? null : sums.adversary,
  };
}

function targetsOf({ inputs: { targets } }: BoundProgram): Float32Array {
  if (targets === undefined) throw new Error('The program has no targets.');
  return targets;
}

function addMicroGradients(store: ParameterStore): void {
  for (const { kernels, gradient, microGradient } of store.dense) {
    if (microGradient === null) throw new Error('The store was made without accumulation.');
    kernels.add(gradient.byteOffset, microGradient.byteOffset, gradient.length);
  }
}

/** The error of a step whose loss or gradient is not finite: which rows it saw and what to do. */
export function nonFiniteError(
  what: string,
  step: number,
  rows: TokenRows,
  microBatches: readonly Batch[],
): UserError {
  const places = microBatches.flat().map((row) => rows.place(row));
  const first = places[0];
  return new UserError(
    `The ${what} of step ${step} is not a finite number. ${printRows(places)} The step was not applied; ` +
      'the newest checkpoint holds the last weights that were finite.',
    {
      ...(first ? { place: first } : {}),
      next: 'Look at these rows, lower training.learningRate or set training.gradientClip to 1, then train again.',
    },
  );
}

/** "Its batch: train.jsonl lines 3, 8, 21." */
function printRows(places: readonly Place[]): string {
  const mostShown = 16;
  const lines = places.slice(0, mostShown).map(({ line }) => String(line ?? '?'));
  const more = places.length > mostShown ? ` and ${places.length - mostShown} more` : '';
  return `Its batch: lines ${lines.join(', ')}${more}.`;
}

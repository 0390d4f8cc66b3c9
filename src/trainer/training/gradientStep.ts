import { UserError, type Place } from '../../protocol/errors';
import type { Draw } from '../engine/engine';
import type { Batch } from './batchOrder';
import {
  fillTargets,
  totalWeight,
  type LossRule,
  type WeighedRow,
} from '../tasks/textClassification/lossTargets';
import { paddedLength } from './paddedLengths';
import type { ParameterStore } from './parameterStore';
import type { BoundProgram, ProgramCache } from './programCache';
import { fillBatch, type TokenRows } from './tokenRows';

/** What turns batches into gradients. */
export interface GradientSource {
  readonly store: ParameterStore;
  readonly programs: ProgramCache;
  readonly rows: TokenRows;
  readonly lossRule: LossRule;
  /** How much each row counts in the loss, float64 [rows]; null: all alike. */
  readonly rowWeights: Float64Array | null;
  readonly padId: number;
  /** Rows a program is compiled for; shorter batches are filled up. */
  readonly rowsPerBatch: number;
  readonly paddedLengths: readonly number[];
}

export interface GradientResult {
  /** Weighted mean over all rows of the accumulated batch; see lossTargets.ts. */
  readonly loss: number;
  /** Tokens that are not padding. */
  readonly tokens: number;
}

/**
 * Leaves the gradient of the mean loss over all micro-batches in the store. Gradients of later micro-batches are
 * added in their order.
 */
export async function accumulateGradients(
  source: GradientSource,
  microBatches: readonly Batch[],
  draw: Omit<Draw, 'micro'>,
): Promise<GradientResult> {
  const { store, rows, lossRule } = source;
  const total = totalWeight(
    lossRule,
    microBatches.flat().map((row) => weighed(source, row)),
  );
  let loss = 0;
  let tokens = 0;
  for (const [micro, batch] of microBatches.entries()) {
    const lengths = batch.map((row) => lengthOf(rows, row));
    const shape = paddedLength(Math.max(...lengths), source.paddedLengths);
    const program = await source.programs.program(source.rowsPerBatch, shape);
    fillBatch(program.batch, rows, batch, { tokens: shape, padId: source.padId });
    const weighedRows = batch.map((row) => weighed(source, row));
    fillTargets(program.targets, weighedRows, lossRule, total);
    lookUp(store, program);
    const results = micro === 0 ? program.results : program.furtherResults;
    const outputs = await program.executable.run(program.feeds, results, { ...draw, micro });
    if (micro > 0) addMicroGradients(store);
    for (const table of store.tables) table.addGradientRows(program.rows * program.tokens);
    loss += outputs.loss?.[0] ?? NaN;
    tokens += lengths.reduce((sum, length) => sum + length, 0);
  }
  return { loss, tokens };
}

/** Copies the table rows a batch needs to where its program reads them. */
export function lookUp(store: ParameterStore, program: BoundProgram): void {
  for (const table of store.tables) table.gather(indicesOf(table.span.rowsOf, program));
}

function indicesOf(rowsOf: string | null, { batch }: BoundProgram): Int32Array {
  if (rowsOf === 'inputIds' || rowsOf === 'tokenTypeIds') return batch[rowsOf];
  throw new Error(`No batch input ${rowsOf ?? 'null'} chooses rows.`);
}

function addMicroGradients(store: ParameterStore): void {
  for (const { kernels, gradient, microGradient } of store.dense) {
    if (microGradient === null) throw new Error('The store was made without accumulation.');
    kernels.add(gradient.byteOffset, microGradient.byteOffset, gradient.length);
  }
}

function weighed({ rows, rowWeights }: GradientSource, row: number): WeighedRow {
  return { label: rows.labels[row] ?? 0, weight: rowWeights === null ? 1 : (rowWeights[row] ?? 0) };
}

function lengthOf({ offsets }: TokenRows, row: number): number {
  return (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
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

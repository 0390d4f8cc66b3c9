import type { Draw } from '../engine/engine';
import {
  firstGroupWeights,
  nextGroupWeights,
  presenceCorrections,
  type GroupCells,
} from '../mitigation/groupDro';
import type { GroupDroConfig } from '../../protocol/mitigationConfig';
import { totalWeight, type LossRule } from '../tasks/textClassification/lossTargets';
import { rowLosses } from '../tasks/textClassification/rowLosses';
import type { Batch } from './batchOrder';
import { layOut, type BatchSource } from './layOut';
import type { ProgramCache } from './programCache';

/** What decides how much rows count. */
export interface WeightSource extends BatchSource {
  readonly lossRule: LossRule;
  /** How much each row counts in the loss, float64 [rows]; null: all alike. */
  readonly rowWeights: Float64Array | null;
  readonly groupDro: GroupDroSource | null;
}

export interface GroupDroSource {
  readonly config: GroupDroConfig;
  readonly cells: GroupCells;
  /** Logits of a training's forward pass, dropout included. */
  readonly programs: ProgramCache;
}

/** How much each row of an accumulated batch counts: its loss is multiplied by `weightOf(row) / total`. */
export interface Weighing {
  readonly total: number;
  weightOf(row: number): number;
  /** Group DRO's state after this batch; null without it. */
  readonly groupWeights: readonly number[] | null;
}

/** @param before group DRO's state; null at the beginning of a run, and without it */
export async function weighRows(
  source: WeightSource,
  microBatches: readonly Batch[],
  draw: Omit<Draw, 'micro'>,
  before: readonly number[] | null,
): Promise<Weighing> {
  const { groupDro, rowWeights, lossRule, rows } = source;
  if (groupDro !== null) return weighByGroup(source, groupDro, { microBatches, draw, before });
  const weightOf = (row: number): number => (rowWeights === null ? 1 : (rowWeights[row] ?? 0));
  const weighed = microBatches
    .flat()
    .map((row) => ({ label: rows.labels[row] ?? 0, weight: weightOf(row) }));
  return { total: totalWeight(lossRule, weighed), weightOf, groupWeights: null };
}

/**
 * Group DRO: the losses of all rows come first, by a forward pass with the dropout of this step; they move the weights of
 * groups, and each row then counts q_g over the sum of class weights of its group.
 */
async function weighByGroup(
  source: WeightSource,
  { config, cells, programs }: GroupDroSource,
  {
    microBatches,
    draw,
    before,
  }: {
    readonly microBatches: readonly Batch[];
    readonly draw: Omit<Draw, 'micro'>;
    readonly before: readonly number[] | null;
  },
): Promise<Weighing> {
  const { rows, lossRule } = source;
  const sums = new Float64Array(cells.names.length);
  const totals = new Float64Array(cells.names.length);
  for (const [micro, batch] of microBatches.entries()) {
    const program = await layOut(source, programs, batch);
    const { logits } = await program.executable.run(program.feeds, program.results, {
      ...draw,
      micro,
    });
    if (logits === undefined) throw new Error('The program gave no logits.');
    const labels = batch.map((row) => rows.labels[row] ?? 0);
    for (const [at, loss] of rowLosses(logits as Float32Array, labels, lossRule).entries()) {
      const cell = cells.ids[batch[at] ?? 0] ?? 0;
      sums[cell] = (sums[cell] ?? 0) + loss;
      totals[cell] = (totals[cell] ?? 0) + (lossRule.classWeights[labels[at] ?? 0] ?? 0);
    }
  }
  const batchRows = microBatches.reduce((sum, batch) => sum + batch.length, 0);
  const corrections = presenceCorrections(cells, batchRows);
  const corrected = (value: number, cell: number): number =>
    totals[cell] ? (value * (corrections[cell] ?? 1)) / totals[cell] : 0;
  const losses = Array.from(sums, corrected);
  const groupWeights = nextGroupWeights(before ?? firstGroupWeights(cells), losses, cells, config);
  return {
    total: 1,
    groupWeights,
    weightOf(row) {
      const cell = cells.ids[row] ?? 0;
      return corrected(groupWeights[cell] ?? 0, cell);
    },
  };
}

import { reversalAt } from '../mitigation/adversary';
import type { RowGroups } from '../../data/groups/rowGroups';
import type { Batch } from './batchOrder';
import { layOut, layOutPairs, lengthOf, type BatchSource } from './layOut';
import type { BoundProgram, ProgramCache } from './programCache';
import type { TokenRows } from './tokenRows';

/** What the objective reads of rows beside their labels; see objective.ts. */
export interface ObjectiveSource {
  /** Each row's swap, without tokens for a row that has none. */
  readonly pairs: { readonly rows: TokenRows; readonly weight: number } | null;
  readonly adversary: {
    readonly groups: RowGroups;
    readonly weight: number;
    readonly totalSteps: number;
  } | null;
}

/** The program of a batch with its texts, and their swaps where there are any. */
export function layOutBatch(
  source: BatchSource & ObjectiveSource,
  programs: ProgramCache,
  batch: Batch,
): Promise<BoundProgram> {
  const { pairs } = source;
  return pairs === null
    ? layOut(source, programs, batch)
    : layOutPairs(source, pairs.rows, programs, batch);
}

/** Fills in what the objective reads; both parts are means over rows of the accumulated batch. */
export function fillObjective(
  { inputs }: BoundProgram,
  { pairs, adversary }: ObjectiveSource,
  { batch, accumulated, step }: { batch: Batch; accumulated: Batch; step: number },
): void {
  const { pairWeights, groupTargets, reversal } = inputs;
  if (pairs !== null && pairWeights !== undefined) {
    // note: the mean is over all rows: one without a swap is its own swap, and no distance apart.
    const share = pairs.weight / accumulated.length;
    pairWeights.fill(0);
    for (const [at, row] of batch.entries())
      pairWeights[at] = lengthOf(pairs.rows, row) === 0 ? 0 : share;
  }
  if (adversary !== null && groupTargets !== undefined && reversal !== undefined) {
    const { ids, groups } = adversary.groups;
    const known = accumulated.reduce((sum, row) => sum + ((ids[row] ?? -1) < 0 ? 0 : 1), 0);
    groupTargets.fill(0);
    for (const [at, row] of batch.entries()) {
      const group = ids[row] ?? -1;
      if (group >= 0) groupTargets[at * groups.length + group] = 1 / known;
    }
    reversal[0] = reversalAt(step, adversary.totalSteps, adversary.weight);
  }
}

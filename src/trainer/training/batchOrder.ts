import { shuffle } from './seededOrder';

/** Batches whose rows are sorted together: enough to pad little, few enough to mix well. */
const batchesPerWindow = 100;

export interface OrderRequest {
  /** Tokens of every row. */
  readonly lengths: ArrayLike<number>;
  readonly batchSize: number;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly bucketByLength: boolean;
}

/** Rows of one micro-batch, as numbers from 0. */
export type Batch = readonly number[];

/**
 * All batches of one pass over the data. Depends on its arguments alone, so a resume needs only to know the epoch
 * and how many batches of it are done. A short batch always comes last.
 */
export function epochBatches(request: OrderRequest, epoch: number): Batch[] {
  const { lengths, batchSize, seed, bucketByLength } = request;
  const rows = Array.from({ length: lengths.length }, (_, row) => row);
  if (request.shuffle) shuffle(rows, [seed, epoch, 0]);
  const ordered = bucketByLength
    ? slices(rows, batchSize * batchesPerWindow).flatMap((window) =>
        window.sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0)),
      )
    : rows;
  const batches = slices(ordered, batchSize);
  if (!request.shuffle || !bucketByLength) return batches;

  const full = batches.filter((batch) => batch.length === batchSize);
  const short = batches.filter((batch) => batch.length < batchSize);
  return [...shuffle(full, [seed, epoch, 1]), ...short];
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

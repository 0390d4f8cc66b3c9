import type { Place } from '../../protocol/errors';

/** A tokenised split: all token ids behind one another, special tokens included. */
export interface TokenRows {
  readonly tokenIds: Int32Array;
  /** Where each row begins in `tokenIds`; one more than there are rows. */
  readonly offsets: Int32Array;
  readonly labels: Int32Array;
  /** Where a row stands in the user's file. */
  place(row: number): Place;
}

/** Tokens of every row. */
export function rowLengths({ offsets }: TokenRows): Int32Array {
  return Int32Array.from({ length: offsets.length - 1 }, (_, row) => {
    return (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
  });
}

/** Arrays a program reads, all [rows, tokens]. */
export interface BatchArrays {
  readonly inputIds: Int32Array;
  readonly attentionMask: Int32Array;
  readonly tokenTypeIds: Int32Array;
}

export function createBatchArrays(rows: number, tokens: number): BatchArrays {
  const create = (): Int32Array => new Int32Array(rows * tokens);
  return { inputIds: create(), attentionMask: create(), tokenTypeIds: create() };
}

/** A part of the rows of such arrays: a view. */
export function batchPart(arrays: BatchArrays, from: number, to: number): BatchArrays {
  const { inputIds, attentionMask, tokenTypeIds } = arrays;
  const part = (array: Int32Array): Int32Array => array.subarray(from, to);
  return {
    inputIds: part(inputIds),
    attentionMask: part(attentionMask),
    tokenTypeIds: part(tokenTypeIds),
  };
}

/**
 * Lays rows out side by side, padded on the right. Rows beyond the batch, and rows without tokens, are one padding
 * token each, so that attention has something to look at; their loss weighs nothing.
 */
export function fillBatch(
  arrays: BatchArrays,
  rows: TokenRows,
  batch: readonly number[],
  shape: { readonly tokens: number; readonly padId: number },
): void {
  const { inputIds, attentionMask } = arrays;
  const { tokens, padId } = shape;
  inputIds.fill(padId);
  attentionMask.fill(0);
  for (const [index, row] of batch.entries()) {
    const ids = rows.tokenIds.subarray(rows.offsets[row], rows.offsets[row + 1]);
    inputIds.set(ids, index * tokens);
    attentionMask.fill(1, index * tokens, index * tokens + Math.max(1, ids.length));
  }
  for (let at = batch.length * tokens; at < inputIds.length; at += tokens) attentionMask[at] = 1;
}

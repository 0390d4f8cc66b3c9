import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readModelFolder, type ModelFolder } from '../../../../src/trainer/modelFolder/loadModel';

export const bertFolder = path.join(process.env.FINETUNE_ROOT ?? '.', 'test/fixtures/models/bert');

/** One batch with what transformers makes of it; see make_bert.py. */
export interface ReferenceCase {
  readonly name: string;
  readonly inputIds: readonly (readonly number[])[];
  readonly attentionMask: readonly (readonly number[])[];
  readonly tokenTypeIds: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly classWeights: readonly number[] | null;
  readonly labelSmoothing: number;
  readonly logits: readonly (readonly number[])[];
  readonly loss: number;
}

interface Reference {
  readonly labels: readonly string[];
  readonly cases: readonly ReferenceCase[];
  /** Of the second case, with the dropout rule of make_bert.py. */
  readonly dropout: { readonly calls: number; readonly logits: readonly (readonly number[])[] };
  /** Of the second case, with weights rounded to a smaller type. */
  readonly lower: Readonly<Record<'F16' | 'BF16', readonly (readonly number[])[]>>;
}

export const reference = JSON.parse(
  readFileSync(path.join(bertFolder, 'reference.json'), 'utf8'),
) as Reference;

/** @param dropout null: the fixture's own rates */
export function readBert(dropout: number | null, folder = bertFolder): ModelFolder {
  return readModelFolder(folder, { labels: reference.labels, dropout, seed: 1 });
}

export type BatchArrays = Readonly<
  Record<'inputIds' | 'attentionMask' | 'tokenTypeIds', Int32Array>
>;

export function batchOf(reference: ReferenceCase): BatchArrays {
  const { inputIds, attentionMask, tokenTypeIds } = reference;
  return {
    inputIds: Int32Array.from(inputIds.flat()),
    attentionMask: Int32Array.from(attentionMask.flat()),
    tokenTypeIds: Int32Array.from(tokenTypeIds.flat()),
  };
}

/** Largest absolute difference; NaN when the lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}

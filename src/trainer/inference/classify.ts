import { batchesByLength } from '../training/evaluate';
import { choosePaddedLengths, paddedLength } from '../training/paddedLengths';
import { createBatchArrays, fillBatch, rowLengths, type TokenRows } from '../training/tokenRows';
import type { Classifier } from './loadClassifier';
import { softmaxRows } from './softmax';
import { feedSpans } from './spanValues';

export interface Classification {
  /** [texts, labels], in the order of the texts. */
  readonly logits: Float32Array;
  /** The same as probabilities. */
  readonly probabilities: Float32Array;
}

export interface ClassifyOptions {
  /** Told the share done, from 0 to 1, after every batch. */
  readonly onProgress?: (done: number) => void;
  /** Ends the work before the next batch. */
  readonly signal?: AbortSignal;
}

/** Rows that run together: more gain nothing on a CPU. */
const rowsPerBatch = 32;
const mostShapes = 8;
/** Texts tokenised between two looks at the signal. */
const textsAtOnce = 256;

/**
 * What a model makes of texts. They are cut to the model's length, and those of similar length run together.
 * @throws the signal's reason when it is aborted
 */
export async function classify(
  classifier: Classifier,
  texts: readonly string[],
  { onProgress, signal }: ClassifyOptions = {},
): Promise<Classification> {
  const { labels, model, values, padId } = classifier;
  const rows = await tokenize(classifier, texts, signal);
  const lengths = rowLengths(rows);
  const batches = batchesByLength(lengths, rowsPerBatch);
  const longest = batches.map((batch) => Math.max(...batch.map((row) => lengths[row] ?? 0)));
  const rowCount = Math.min(rowsPerBatch, texts.length);
  const shapes = texts.length === 0 ? [] : shapesFor(longest, rowCount);
  const logits = new Float32Array(texts.length * labels.length);
  for (const [index, batch] of batches.entries()) {
    signal?.throwIfAborted();
    const tokens = paddedLength(longest[index] ?? 0, shapes);
    const arrays = createBatchArrays(rowCount, tokens);
    fillBatch(arrays, rows, batch, { tokens, padId });
    const executable = await classifier.executable(rowCount, tokens);
    const feeds = { ...arrays, ...feedSpans(model.spans, values, { ...arrays }) };
    const outputs = await executable.run(feeds, {}, { seed: 0, step: 0, micro: 0 });
    const found = outputs.logits;
    if (found === undefined) throw new Error('The program gave no logits.');
    for (const [at, row] of batch.entries()) {
      const own = found.subarray(at * labels.length, (at + 1) * labels.length);
      logits.set(own, row * labels.length);
    }
    onProgress?.((index + 1) / batches.length);
  }
  return { logits, probabilities: softmaxRows(logits, labels.length) };
}

function shapesFor(longest: readonly number[], rowsPerBatch: number): number[] {
  const batchLengths = new Map<number, number>();
  for (const length of longest) batchLengths.set(length, (batchLengths.get(length) ?? 0) + 1);
  return choosePaddedLengths({
    batchLengths,
    rowsPerBatch,
    longest: Math.max(...longest),
    mostShapes,
  });
}

async function tokenize(
  { tokenizer, maxLength }: Classifier,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<TokenRows> {
  const ids: number[][] = [];
  for (const [index, text] of texts.entries()) {
    if (index % textsAtOnce === 0) {
      signal?.throwIfAborted();
      await new Promise(setImmediate);
    }
    ids.push(tokenizer.encode(text, maxLength));
  }
  const offsets = new Int32Array(ids.length + 1);
  for (const [row, own] of ids.entries()) offsets[row + 1] = (offsets[row] ?? 0) + own.length;
  const tokenIds = new Int32Array(offsets.at(-1) ?? 0);
  for (const [row, own] of ids.entries()) tokenIds.set(own, offsets[row]);
  return {
    tokenIds,
    offsets,
    labels: new Int32Array(ids.length),
    place: (row) => ({ file: '', line: row + 1 }),
  };
}

import type { TextTokenizer } from '../../data/tokens/textTokenizer';
import type { Buffers, Executable } from '../engine/engine';
import type { Model } from '../models/model';
import { batchesByLength } from '../training/evaluate';
import { choosePaddedLengths, paddedLength } from '../training/paddedLengths';
import { createBatchArrays, fillBatch, rowLengths, type TokenRows } from '../training/tokenRows';
import { feedSpans, type SpanValues } from './spanValues';

/** A model in memory with one program over texts. */
export interface TextProgram {
  readonly model: Model;
  readonly values: SpanValues;
  readonly tokenizer: TextTokenizer;
  readonly padId: number;
  /** Tokens per text, special tokens included. */
  readonly maxLength: number;
  /** Compiled on first use. */
  executable(rows: number, tokens: number): Promise<Executable>;
}

export interface TextOptions {
  /** Told the share done, from 0 to 1, after every batch. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Ends the work before the next batch. */
  readonly signal?: AbortSignal | undefined;
}

/** Rows that run together: more gain nothing on a CPU. */
const rowsPerBatch = 32;
const mostShapes = 8;
/** Texts tokenised between two looks at the signal. */
const textsAtOnce = 256;

/**
 * Runs the program over texts, those of similar length together; they are cut to the model's length.
 * @param take told the texts of a batch, by position, and what the program gave for as many rows as it was compiled for: its
 * n-th row is the n-th text's
 * @throws the signal's reason when it is aborted
 */
export async function runTexts(
  program: TextProgram,
  texts: readonly string[],
  take: (batch: readonly number[], outputs: Buffers, rowCount: number) => void,
  { onProgress, signal }: TextOptions = {},
): Promise<void> {
  const { model, values, padId } = program;
  const rows = await tokenize(program, texts, signal);
  const lengths = rowLengths(rows);
  const batches = batchesByLength(lengths, rowsPerBatch);
  const longest = batches.map((batch) => Math.max(...batch.map((row) => lengths[row] ?? 0)));
  const rowCount = Math.min(rowsPerBatch, texts.length);
  const shapes = texts.length === 0 ? [] : shapesFor(longest, rowCount);
  for (const [index, batch] of batches.entries()) {
    signal?.throwIfAborted();
    const tokens = paddedLength(longest[index] ?? 0, shapes);
    const arrays = createBatchArrays(rowCount, tokens);
    fillBatch(arrays, rows, batch, { tokens, padId });
    const executable = await program.executable(rowCount, tokens);
    const feeds = { ...arrays, ...feedSpans(model.spans, values, { ...arrays }) };
    take(batch, await executable.run(feeds, {}, { seed: 0, step: 0, micro: 0 }), rowCount);
    onProgress?.((index + 1) / batches.length);
  }
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
  { tokenizer, maxLength }: TextProgram,
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

import { layOut, type BatchSource } from './layOut';
import type { ProgramCache } from './programCache';
import { rowLengths } from './tokenRows';

/** What turns a split into logits. */
export interface LogitsSource extends BatchSource {
  readonly programs: ProgramCache;
  readonly labelCount: number;
}

/**
 * Logits of every row, [rows, labels], in the order of the rows; dropout is off. Rows of similar length run
 * together. `isWanted` is asked before every batch.
 * @returns null when it was not wanted any more.
 */
export async function computeLogits(
  source: LogitsSource,
  isWanted: (shareDone: number) => boolean,
): Promise<Float32Array | null> {
  const { rows, labelCount, rowsPerBatch } = source;
  for (const table of source.store.tables) table.settle();
  const lengths = rowLengths(rows);
  const order = batchesByLength(lengths, rowsPerBatch);
  const all = new Float32Array(lengths.length * labelCount);
  for (const [index, batch] of order.entries()) {
    if (!isWanted(index / order.length)) return null;
    const program = await layOut(source, source.programs, batch);
    const draw = { seed: 0, step: 0, micro: 0 };
    const { logits } = await program.executable.run(program.feeds, program.results, draw);
    if (logits === undefined) throw new Error('The program gave no logits.');
    for (const [at, row] of batch.entries()) {
      all.set(logits.subarray(at * labelCount, (at + 1) * labelCount), row * labelCount);
    }
  }
  return all;
}

/** Row numbers in batches of similar length, each sorted by length. */
export function batchesByLength(lengths: Int32Array, rowsPerBatch: number): number[][] {
  const sorted = Array.from(lengths.keys()).sort(
    (a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b,
  );
  return Array.from({ length: Math.ceil(sorted.length / rowsPerBatch) }, (_, index) =>
    sorted.slice(index * rowsPerBatch, (index + 1) * rowsPerBatch),
  );
}

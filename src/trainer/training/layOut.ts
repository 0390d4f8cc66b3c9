import type { Batch } from './batchOrder';
import { paddedLength } from './paddedLengths';
import type { ParameterStore } from './parameterStore';
import type { BoundProgram, ProgramCache } from './programCache';
import { batchPart, fillBatch, type TokenRows } from './tokenRows';

/** What a batch is laid out from. */
export interface BatchSource {
  readonly store: ParameterStore;
  readonly rows: TokenRows;
  readonly padId: number;
  /** Rows a program is compiled for; shorter batches are filled up. */
  readonly rowsPerBatch: number;
  readonly paddedLengths: readonly number[];
}

/** The program for the texts of a batch, and those texts laid out. */
export async function layOut(
  source: BatchSource,
  programs: ProgramCache,
  batch: Batch,
): Promise<BoundProgram> {
  const { store, rows, padId, rowsPerBatch, paddedLengths } = source;
  const longest = Math.max(...batch.map((row) => lengthOf(rows, row)));
  const tokens = paddedLength(longest, paddedLengths);
  const program = await programs.program(rowsPerBatch, tokens);
  fillBatch(program.batch, rows, batch, { tokens, padId });
  lookUp(store, program);
  return program;
}

/** The same for rows and, behind them, their swaps; see logitPairing.ts. A row without a swap has no tokens in `pairs`. */
export async function layOutPairs(
  source: BatchSource,
  pairs: TokenRows,
  programs: ProgramCache,
  batch: Batch,
): Promise<BoundProgram> {
  const { store, rows, padId, rowsPerBatch, paddedLengths } = source;
  const longest = Math.max(
    ...batch.map((row) => Math.max(lengthOf(rows, row), lengthOf(pairs, row))),
  );
  const tokens = paddedLength(longest, paddedLengths);
  const program = await programs.program(rowsPerBatch * 2, tokens);
  const half = rowsPerBatch * tokens;
  fillBatch(batchPart(program.batch, 0, half), rows, batch, { tokens, padId });
  fillBatch(batchPart(program.batch, half, half * 2), pairs, batch, { tokens, padId });
  lookUp(store, program);
  return program;
}

/** Tokens of a row. */
export function lengthOf({ offsets }: TokenRows, row: number): number {
  return (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
}

/** Copies the table rows a batch needs to where its program reads them. */
function lookUp(store: ParameterStore, program: BoundProgram): void {
  for (const table of store.tables) table.gather(indicesOf(table.span.rowsOf, program));
}

function indicesOf(rowsOf: string | null, { batch }: BoundProgram): Int32Array {
  if (rowsOf === 'inputIds' || rowsOf === 'tokenTypeIds') return batch[rowsOf];
  throw new Error(`No batch input ${rowsOf ?? 'null'} chooses rows.`);
}

import type { DataSource } from '../protocol/runConfig';
import type { ReadOptions, Row } from './readers/row';
import { readRows } from './readRows';

/** Rows looked at to tell which columns there are and what they hold. */
const sampleRows = 1_000;

/**
 * Reads a file once: `decide` sees its first rows, `handle` then each row from the first on, with the decision. What
 * either throws ends the reading. @throws UserError as `readRows` does
 */
export async function readSampled<Decision>(
  source: DataSource,
  options: ReadOptions,
  decide: (sample: readonly Row[]) => Decision,
  handle: (row: Row, decision: Decision) => void,
): Promise<Decision> {
  const sample: Row[] = [];
  let settled: { readonly decision: Decision } | null = null;
  const settle = (): { readonly decision: Decision } => {
    const decision = decide(sample);
    for (const row of sample.splice(0)) handle(row, decision);
    return { decision };
  };
  for await (const row of readRows(source, options)) {
    if (settled !== null) handle(row, settled.decision);
    else if (sample.push(row) === sampleRows) settled = settle();
  }
  return (settled ?? settle()).decision;
}

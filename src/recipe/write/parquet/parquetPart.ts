import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../../../protocol/errors';
import { placeOfRow, type RecipeRow } from '../../rows/recipeRow';
import { Spill } from '../../rows/spill';
import { FileWriter } from '../fileWriter';
import type { PartWriter } from '../partWriter';
import { Misfit, widened, type ColumnKind } from './columnKind';
import { parquetSchema } from './parquetSchema';
import { parquetValue } from './parquetValue';

/** One row group is in memory at a time: this many rows, or fewer where they are long. */
const [groupRows, groupBytes] = [20_000, 16 * 1024 * 1024];

/** Kinds of the columns over all parts: files of one split have one schema. */
export interface ParquetColumns {
  kinds: ReadonlyMap<string, ColumnKind>;
}

/** A Parquet file of typed columns. All rows tell which columns there are and what they hold, so they are put aside first. */
export function parquetPart(
  file: string,
  columns: ParquetColumns,
  inputs: readonly string[],
): PartWriter {
  const aside = new Spill(`${file}.rows`);
  let writer: FileWriter | null = null;
  return {
    add(row) {
      columns.kinds = kindsWith(columns.kinds, row, inputs);
      aside.add(row);
    },
    async end(signal) {
      writer = new FileWriter(file);
      await writeGroups(aside, columns.kinds, { writer, signal });
      aside.remove();
      return { rows: aside.count, sha256: writer.end() };
    },
    discard() {
      aside.remove();
      writer?.discard();
    },
  };
}

function kindsWith(
  kinds: ParquetColumns['kinds'],
  row: RecipeRow,
  inputs: readonly string[],
): ParquetColumns['kinds'] {
  try {
    const whole = widened({ type: 'object', fields: kinds }, row.values, '');
    return whole.type === 'object' ? whole.fields : kinds;
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new UserError(`${error.message}.`, {
      place: placeOfRow(inputs, row),
      next: 'Mend or drop such rows in a step before, or write the output as .jsonl.',
    });
  }
}

async function writeGroups(
  rows: Spill,
  kinds: ParquetColumns['kinds'],
  { writer, signal }: { readonly writer: FileWriter; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const schema = parquetSchema(kinds);
  // note: loaded only here, since most outputs are text.
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer');
  const bytes = new ByteWriter();
  const flush = (): void => {
    writer.writeBytes(bytes.getBytes());
    bytes.index = 0;
  };
  const parquet = new ParquetWriter({ writer: bytes, schema, createdBy: 'finetune-workbench' });
  for (let start = 0; start < rows.count;) {
    signal?.throwIfAborted();
    await nextTurn();
    const end = groupEnd(rows, start);
    const group = [...kinds].map(([name, kind]) => ({ name, kind, data: [] as unknown[] }));
    for (let index = start; index < end; index += 1) {
      const { values } = rows.read(index);
      for (const { name, kind, data } of group)
        data.push(Object.hasOwn(values, name) ? parquetValue(values[name], kind) : null);
    }
    const columnData = group.map(({ name, data }) => ({ name, data }));
    await parquet.write({ columnData, rowGroupSize: end - start });
    flush();
    start = end;
  }
  await parquet.finish();
  flush();
}

function groupEnd(rows: Spill, start: number): number {
  let end = start + 1;
  while (end < rows.count && end - start < groupRows && rows.bytesBetween(start, end) < groupBytes)
    end += 1;
  return end;
}

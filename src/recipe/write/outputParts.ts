import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertNever } from '../../protocol/assertNever';
import { partNames } from '../rows/recipeRow';
import type { PartName, RecipeRow } from '../rows/recipeRow';
import { printCounting } from '../rows/rowText';
import { Spill } from '../rows/spill';
import { FileWriter } from './fileWriter';
import type { WrittenFile } from './fileWriter';
import type { WrittenFormat } from './outputFormat';
import { parquetPart, type ParquetColumns } from './parquet/parquetPart';
import type { PartWriter } from './partWriter';
import { headerLine, tableLine } from './tableText';

/** Rows between two looks at the signal. */
const rowsAtOnce = 1_024;

/** A file of the output. */
export interface OutputPart extends WrittenFile {
  /** Its name, in the folder of the output. */
  readonly name: string;
  /** Null without a split. */
  readonly part: PartName | null;
}

/** `clean.jsonl` without a split, `clean.train.jsonl` and so on with one. */
export function partFileName(output: string, part: PartName | null): string {
  const { name, ext, base } = path.parse(output);
  return part === null ? base : `${name}.${part}${ext}`;
}

export interface OutputOptions {
  readonly folder: string;
  readonly output: string;
  readonly format: WrittenFormat;
  /** The parts that will be there, even if without rows; null: no split. */
  readonly parts: readonly PartName[] | null;
  /** Paths of the inputs, for the places of errors. */
  readonly inputs: readonly string[];
}

/** Files that are being written. */
export interface Output {
  readonly add: (row: RecipeRow) => void;
  /** Brings all to the disk. @throws the signal's reason */
  readonly end: (signal: AbortSignal | undefined) => Promise<readonly OutputPart[]>;
  /** Closes what is open; after `end` there is nothing to close. */
  readonly discard: () => void;
}

/** Writes rows into the files of their parts, in a folder where nothing else stands. */
export function openOutput(options: OutputOptions): Output {
  const { folder, output, parts } = options;
  const shared: Shared = { names: new Set(), parquet: { kinds: new Map() } };
  const writers = (parts ?? [null]).map((part) => {
    const name = partFileName(output, part);
    return { part, name, writer: openPart(path.join(folder, name), shared, options) };
  });
  return {
    add(row) {
      const part = partNames[row.part];
      const at = parts === null || part === undefined ? 0 : parts.indexOf(part);
      writers[at]?.writer.add(row);
    },
    async end(signal) {
      const ended: OutputPart[] = [];
      for (const { name, part, writer } of writers)
        ended.push({ name, part, ...(await writer.end(signal)) });
      return ended;
    },
    discard() {
      for (const { writer } of writers) writer.discard();
    },
  };
}

/** What the rows of all parts tell of the columns. */
interface Shared {
  readonly names: Set<string>;
  readonly parquet: ParquetColumns;
}

function openPart(file: string, shared: Shared, options: OutputOptions): PartWriter {
  const { format, inputs } = options;
  switch (format) {
    case 'jsonl':
      return jsonLines(new FileWriter(file));
    case 'json':
      return jsonArray(new FileWriter(file));
    case 'csv':
    case 'tsv':
      return table(file, shared.names, { kind: format, inputs });
    case 'parquet':
      return parquetPart(file, shared.parquet, inputs);
    default:
      return assertNever(format, 'format');
  }
}

function jsonLines(writer: FileWriter): PartWriter {
  let rows = 0;
  let nulls = 0;
  return {
    add({ values }) {
      const printed = printCounting(values);
      rows += 1;
      nulls += printed.nulls;
      writer.write(`${printed.text}\n`);
    },
    end: () => Promise.resolve({ rows, sha256: writer.end(), ...saidNulls(nulls) }),
    discard: () => writer.discard(),
  };
}

function jsonArray(writer: FileWriter): PartWriter {
  let rows = 0;
  let nulls = 0;
  return {
    add({ values }) {
      const printed = printCounting(values);
      writer.write(`${rows === 0 ? '[' : ','}\n${printed.text}`);
      rows += 1;
      nulls += printed.nulls;
    },
    end() {
      writer.write(rows === 0 ? '[]\n' : '\n]\n');
      return Promise.resolve({ rows, sha256: writer.end(), ...saidNulls(nulls) });
    },
    discard: () => writer.discard(),
  };
}

function saidNulls(nulls: number): { readonly nulls?: number } {
  return nulls === 0 ? {} : { nulls };
}

/** All rows tell which columns there are, those of other parts too: so they are put aside first. */
function table(
  file: string,
  columns: Set<string>,
  layout: { readonly kind: 'csv' | 'tsv'; readonly inputs: readonly string[] },
): PartWriter {
  const aside = new Spill(`${file}.rows`);
  return {
    add(row) {
      for (const column of Object.keys(row.values)) columns.add(column);
      aside.add(row);
    },
    async end(signal) {
      const writer = new FileWriter(file);
      const names = [...columns];
      if (aside.count > 0) writer.write(headerLine(names, layout.kind));
      try {
        for (let row = 0; row < aside.count; row += 1) {
          if (row % rowsAtOnce === 0) {
            await nextTurn();
            signal?.throwIfAborted();
          }
          writer.write(tableLine(aside.read(row), names, layout));
        }
      } catch (error) {
        writer.discard();
        throw error;
      }
      const { count: rows } = aside;
      aside.remove();
      return { rows, sha256: writer.end() };
    },
    discard: () => aside.remove(),
  };
}

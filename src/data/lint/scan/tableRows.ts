import { looksLikeHeader } from '../../readers/header';
import { headerSample, type TableLayout } from '../../readers/tableRows';
import { raggedRow } from './raggedRow';
import { noProblems, type Problem, type ScannedRecord } from './scannedRecord';
import type { RecordSink, SeeRow } from './textRow';

/** Rows of a table; `onColumns` is told the columns' names before the first row comes. */
export function tableRows(
  { header, columns }: TableLayout,
  delimiter: string,
  onColumns: (columns: readonly string[]) => void,
  see: SeeRow,
): RecordSink {
  let row = 0;
  let names: readonly string[] | null = null;
  /** Records that wait until it is clear whether the first of them is a header. */
  let sample: ScannedRecord[] = [];
  let filled = 0;

  const asRow = (record: ScannedRecord): void => {
    if (names === null || record.kind !== 'row') {
      see({ record, row: null, values: null, problems: record.problems });
      return;
    }
    row += 1;
    const { cells, problems } = record;
    if (cells === null || !record.isReadable) see({ record, row, values: null, problems });
    else if (cells.length === names.length)
      see({ record, row, values: valuesOf(names, cells), problems: noProblems });
    else {
      const ragged = raggedRow(record.raw, cells, names.length, delimiter);
      see({ record, row, values: null, problems: [ragged] });
    }
  };
  const settle = (): void => {
    const records = sample;
    sample = [];
    const first = records.find(({ kind, cells }) => kind === 'row' && cells !== null);
    const cellRows = records.flatMap(({ kind, cells }) =>
      kind === 'row' && cells !== null ? [cells] : [],
    );
    const hasHeader = header ?? looksLikeHeader(cellRows, columns);
    const { names: found, problems } = nameColumns(first?.cells ?? [], hasHeader, columns);
    names = found;
    onColumns(found);
    for (const record of records) {
      if (record === first && hasHeader)
        see({ record, row: null, values: null, problems: [...record.problems, ...problems] });
      else asRow(record);
    }
  };
  return {
    see(record) {
      if (names !== null) {
        asRow(record);
        return;
      }
      sample.push(record);
      if (record.kind === 'row' && record.cells !== null) filled += 1;
      const wanted = header === null ? headerSample : 1;
      if (filled >= wanted || sample.length >= mostWaiting) settle();
    },
    end() {
      if (names === null) settle();
    },
  };
}

/** Blank or broken records that may come before enough others. */
const mostWaiting = 5_000;

function nameColumns(
  cells: readonly string[],
  hasHeader: boolean,
  given: readonly string[] | null,
): { names: readonly string[]; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const names: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const own = hasHeader ? cell.trim() : '';
    const name = given?.[index] ?? (own === '' ? String(index + 1) : own);
    if (names.includes(name)) problems.push(columnTwice(name));
    names.push(names.includes(name) ? `${name} (${index + 1})` : name);
  }
  return { names, problems };
}

function columnTwice(name: string): Problem {
  return {
    rule: 'L-FMT-05',
    start: 0,
    end: 0,
    message: `Column "${name.slice(0, 40)}" stands twice in the header: training and recipes refuse the file; other readers keep one of the two.`,
  };
}

function valuesOf(names: readonly string[], cells: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? '';
    // note: assigning to a key of this name would set the prototype.
    if (name === '__proto__')
      Object.defineProperty(values, name, { value: cells[index], enumerable: true });
    else values[name] = cells[index] ?? '';
  }
  return values;
}

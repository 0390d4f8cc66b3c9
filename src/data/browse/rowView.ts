import type { RowFilter, RowOrder } from '../../protocol/datasetPage';
import type { RuleId } from '../../protocol/lint';
import { scanFile } from '../lint/scan/openScan';
import { cellText } from './cellText';
import { matchRow } from './matchRow';
import type { IndexedFile } from './readRowsAt';
import { sortPlaces, type SortOptions } from './sortPlaces';

/** Rows of a view in their order; `complete` once the file has been looked through. */
export interface ViewRows {
  /** Ordinals of the rows; null: all rows of the file, in its order. */
  readonly rows: Uint32Array | null;
  readonly done: number;
  readonly note: string | null;
}

/** More rows than this stay in the order of the file: their keys would not fit in memory. */
const mostSorted = 2_000_000;

/** Characters of a text that decide its place. */
const keyLength = 32;

/** What is asked of a file's rows. */
export interface ViewRequest {
  readonly filter: RowFilter;
  readonly order: RowOrder | null;
  /** Whether the column to order by holds numbers. */
  readonly byNumber: boolean;
  readonly rulesOf: (row: number) => readonly RuleId[];
  readonly signal: AbortSignal;
  /** Told what has been found so far, a few times a second. */
  readonly onPart: (view: ViewRows) => void;
}

/**
 * Looks through a file for the rows that a filter leaves, in the order asked for; equal keys keep the file's order, and
 * rows without a key come last.
 */
export async function findRows(file: IndexedFile, request: ViewRequest): Promise<ViewRows> {
  const { filter, order, byNumber, signal, onPart } = request;
  const match = matchRow(filter, request.rulesOf);
  if (match === null && order === null) return { rows: null, done: 1, note: null };
  const found = new GrowingRows();
  const keys: (string | number)[] = [];
  /** How much of the work the reading is. */
  const readShare = order === null ? 0.99 : 0.7;
  let isSorted = order !== null;
  let share = 0;
  let toldAt = performance.now();
  await scanFile(
    file.source,
    file.scan,
    (text) => {
      if (text.row === null || (match !== null && !match(text))) return;
      found.push(text.row);
      if (!isSorted || order === null) return;
      keys.push(keyOf(text.values?.[order.column], byNumber));
      if (keys.length > mostSorted) {
        isSorted = false;
        keys.length = 0;
      }
    },
    {
      signal,
      onProgress(done) {
        share = done;
        if (performance.now() - toldAt < 250) return;
        toldAt = performance.now();
        onPart({ rows: found.view(), done: share * readShare, note: null });
      },
    },
  );
  const rows = found.view();
  if (order === null) return { rows, done: 1, note: null };
  if (!isSorted) {
    const note =
      'Over 2 million rows: they stay in the order of the file. Filter first, then sort.';
    return { rows, done: 1, note };
  }
  const sorting: SortOptions = {
    signal,
    onProgress(done) {
      if (performance.now() - toldAt < 250) return;
      toldAt = performance.now();
      onPart({ rows, done: readShare + done * (0.99 - readShare), note: null });
    },
  };
  return { rows: await sorted(rows, keys, order, sorting), done: 1, note: null };
}

/** Numbers for numeric columns, the beginning of the text else; what has neither is NaN or ''. */
function keyOf(value: unknown, byNumber: boolean): string | number {
  if (byNumber && typeof value === 'number') return value;
  const text = cellText(value);
  if (byNumber) return text === '' ? NaN : Number(text);
  return text.slice(0, keyLength).toLowerCase();
}

async function sorted(
  rows: Uint32Array,
  keys: readonly (string | number)[],
  { direction }: RowOrder,
  options: SortOptions,
): Promise<Uint32Array> {
  const sign = direction === 'ascending' ? 1 : -1;
  const isEmpty = (key: string | number | undefined): boolean =>
    key === undefined || key === '' || Number.isNaN(key);
  const compare = (a: number, b: number): number => {
    const left = keys[a];
    const right = keys[b];
    const noLeft = isEmpty(left);
    const noRight = isEmpty(right);
    if (noLeft || noRight) return Number(noLeft) - Number(noRight) || a - b;
    if (left === right || left === undefined || right === undefined) return a - b;
    return (left < right ? -1 : 1) * sign;
  };
  const places = await sortPlaces(rows.length, compare, options);
  return places.map((at) => rows[at] ?? 0);
}

/** Row ordinals in a typed array that doubles. */
class GrowingRows {
  private rows = new Uint32Array(1_024);
  private length = 0;

  push(row: number): void {
    if (this.length === this.rows.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows[this.length] = row;
    this.length += 1;
  }

  /** What was pushed so far; later pushes do not change it. */
  view(): Uint32Array {
    return this.rows.subarray(0, this.length);
  }
}

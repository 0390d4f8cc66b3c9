import type { ColumnFacts, Histogram } from '../../protocol/datasetPage';
import { looksNumeric } from '../looksNumeric';
import { cellText } from './cellText';

/** Values of a column that are counted one by one; a column with more of them has its lengths or numbers shown. */
const mostDistinct = 2_000;

/** Values that stand as bars of their own. */
const mostBars = 12;

/** Bars of a histogram over numbers. */
const bars = 20;

/** Numbers kept to draw a histogram from: enough that a bar is right to a percent. */
const sampleSize = 10_000;

interface Column {
  filled: number;
  readonly types: Set<string>;
  /** Rows by value; null once there are too many. */
  counts: Map<string, number> | null;
  /** Whether all values read as numbers. */
  isNumeric: boolean;
  readonly numbers: Sample;
  readonly lengths: Sample;
}

/** Statistics of all columns of a file, gathered row by row in memory that does not grow with the file. */
export class ColumnStatistics {
  private readonly columns = new Map<string, Column>();

  see(values: Readonly<Record<string, unknown>>): void {
    for (const name in values) {
      const value = values[name];
      if (value === undefined || value === null || value === '') {
        this.column(name);
        continue;
      }
      this.add(this.column(name), value);
    }
  }

  /** Names of the columns in the order in which they appeared. */
  names(): readonly string[] {
    return [...this.columns.keys()];
  }

  /** @param areCells of a table, whose values are all strings: there one that reads as a number is one */
  facts(areCells: boolean): readonly ColumnFacts[] {
    return [...this.columns].map(([name, column]) => ({
      name,
      type: typeOf(column, areCells),
      filled: column.filled,
      distinct: column.counts === null ? null : column.counts.size,
      histogram: histogramOf(column),
    }));
  }

  /** Whether all values of a column read as numbers, strings such as ids among them. */
  readsAsNumbers(name: string): boolean {
    const { filled = 0, isNumeric = false } = this.columns.get(name) ?? {};
    return filled > 0 && isNumeric;
  }

  private column(name: string): Column {
    const known = this.columns.get(name);
    if (known !== undefined) return known;
    const made: Column = {
      filled: 0,
      types: new Set(),
      counts: new Map(),
      isNumeric: true,
      numbers: new Sample(),
      lengths: new Sample(),
    };
    this.columns.set(name, made);
    return made;
  }

  private add(column: Column, value: unknown): void {
    column.filled += 1;
    column.types.add(Array.isArray(value) ? 'list' : typeof value);
    const text = cellText(value);
    column.lengths.add(text.length);
    if (column.isNumeric) {
      if (typeof value === 'number' || looksNumeric(text)) {
        const number = typeof value === 'number' ? value : Number(text);
        if (Number.isFinite(number)) column.numbers.add(number);
      } else {
        column.isNumeric = false;
      }
    }
    const { counts } = column;
    if (counts === null) return;
    // note: long texts are no labels, and would fill the memory.
    if (text.length > 200) column.counts = null;
    else counts.set(text, (counts.get(text) ?? 0) + 1);
    if (counts.size > mostDistinct) column.counts = null;
  }
}

/** Numbers drawn evenly from a stream, by reservoir sampling (Vitter's algorithm R), with the stream's own extremes. */
class Sample {
  readonly values: number[] = [];
  private seen = 0;
  private sum = 0;
  private state = 0x9e3779b9;
  low = Infinity;
  high = -Infinity;

  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.seen += 1;
    this.sum += value;
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
    if (this.values.length < sampleSize) this.values.push(value);
    else {
      const at = Math.floor(this.random() * this.seen);
      if (at < sampleSize) this.values[at] = value;
    }
  }

  /** Rows each bar stands for, from `low` to `high`; null without any number. */
  histogram(kind: 'number' | 'length'): Histogram | null {
    const { low, high, values, seen } = this;
    if (values.length === 0) return null;
    const counts = new Array<number>(low === high ? 1 : bars).fill(0);
    const width = (high - low) / counts.length;
    for (const value of values) {
      const bar = width === 0 ? 0 : Math.min(counts.length - 1, Math.floor((value - low) / width));
      counts[bar] = (counts[bar] ?? 0) + 1;
    }
    const scale = seen / values.length;
    const scaled = counts.map((count) => Math.round(count * scale));
    const isEstimate = seen > values.length;
    return { kind, low, high, counts: scaled, isEstimate, mean: this.sum / seen };
  }

  /** xorshift32: the same file gives the same histogram. */
  private random(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    return (this.state >>> 0) / 4_294_967_296;
  }
}

function typeOf({ types, filled, isNumeric }: Column, areCells: boolean): string {
  const [only] = types;
  if (filled === 0 || only === undefined) return 'empty';
  if (types.size > 1) return 'mixed';
  if (only === 'string') return isNumeric && areCells ? 'number' : 'text';
  return only;
}

function histogramOf(column: Column): Histogram | null {
  const { counts, filled } = column;
  if (filled === 0) return null;
  // Values that repeat are labels of some kind; others are told by their size.
  const areLabels = counts !== null && (counts.size <= mostBars || counts.size <= filled / 20);
  if (areLabels) {
    const sorted = [...counts].sort((a, b) => b[1] - a[1]).slice(0, mostBars);
    const shown = sorted.reduce((sum, [, count]) => sum + count, 0);
    return {
      kind: 'values',
      values: sorted.map(([value, count]) => ({ value, count })),
      others: filled - shown,
    };
  }
  return column.isNumeric ? column.numbers.histogram('number') : column.lengths.histogram('length');
}

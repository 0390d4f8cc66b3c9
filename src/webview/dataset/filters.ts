import { assertNever } from '../../protocol/assertNever';
import type { ColumnFilter, Histogram, RowFilter } from '../../protocol/datasetPage';
import { formatCount, formatNumber } from '../../protocol/formatNumber';

/** Bars of a histogram as what a click on them asks for. */
export interface Bar {
  readonly filter: ColumnFilter;
  readonly count: number;
  /** It is known that no row is in it. */
  readonly isEmpty: boolean;
  readonly words: string;
}

export function barsOf(column: string, histogram: Histogram): readonly Bar[] {
  if (histogram.kind === 'values') {
    return histogram.values.map(({ value, count }) => ({
      filter: { column, kind: 'value', value },
      ...{ count, isEmpty: count === 0 },
      words: `${shorten(value)} · ${formatCount(count)}`,
    }));
  }
  const { kind, low, high, counts, isEstimate } = histogram;
  const width = (high - low) / counts.length;
  return counts.map((count, index) => {
    const from = low + index * width;
    const to = index === counts.length - 1 ? high : from + width;
    // Lengths are whole: bars share no value.
    const range =
      kind === 'length'
        ? { low: Math.ceil(from), high: index === counts.length - 1 ? high : Math.ceil(to) - 1 }
        : { low: from, high: to };
    const filter = { column, kind, ...range };
    const isEmpty = count === 0 && !isEstimate;
    return {
      filter,
      count,
      isEmpty,
      words: `${rangeWords(filter)} · ${countWords(count, isEstimate)}`,
    };
  });
}

/** An estimate has the digits it is good for: from a sample of 10,000 rows a bar of 5 % is off by some 4 % of itself. */
function countWords(count: number, isEstimate: boolean): string {
  if (!isEstimate) return formatCount(count);
  return count === 0 ? 'few or none' : `about ${formatCount(Number(count.toPrecision(2)))}`;
}

/** `label is glad`, `text has 40 – 45 characters`. */
export function filterWords(filter: ColumnFilter): string {
  switch (filter.kind) {
    case 'value':
      return `${filter.column} is ${filter.value === '' ? 'empty' : shorten(filter.value)}`;
    case 'number':
    case 'length':
      return `${filter.column}: ${rangeWords(filter)}`;
    default:
      return assertNever(filter, 'filter');
  }
}

function rangeWords({ kind, low, high }: Exclude<ColumnFilter, { kind: 'value' }>): string {
  const range = low >= high ? figure(low) : `${figure(low)} – ${figure(high)}`;
  return kind === 'length' ? `${range} characters` : range;
}

/** The filter with one column's condition in place of another; the same again takes it away. */
export function withColumn(filter: RowFilter, wanted: ColumnFilter): RowFilter {
  const same = JSON.stringify(wanted);
  const isSet = filter.columns.some((each) => JSON.stringify(each) === same);
  const others = filter.columns.filter(({ column }) => column !== wanted.column);
  return { ...filter, columns: isSet ? others : [...others, wanted] };
}

/** Whole numbers as they are, others with three digits. */
export function figure(value: number): string {
  return Number.isInteger(value) ? formatCount(value) : formatNumber(value);
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 39)}…` : value;
}

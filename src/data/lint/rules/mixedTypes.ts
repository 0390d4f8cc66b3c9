import type { Fix } from '../fix';
import type { DatasetRule, LintedRow, ReportRow } from '../rule';
import { formatCount } from '../../../protocol/formatNumber';

const plurals = {
  ...{ missing: 'nothing', null: 'null', string: 'strings', number: 'numbers' },
  ...{ nan: 'NaN or infinite numbers' },
  ...{ boolean: 'true or false', list: 'lists', object: 'objects' },
} as const;
type TypeName = keyof typeof plurals;
const typeNames = Object.keys(plurals) as readonly TypeName[];

/** Rows whose keys are data would fill the memory. */
const mostColumns = 1_000;

/** The types of a column's values: how many of each, and where they change from one row to the next. */
interface ColumnTypes {
  readonly counts: Record<TypeName, number>;
  /** Rows at which another type begins than the row before had, and that type. */
  readonly starts: number[];
  readonly types: TypeName[];
  last: TypeName;
  seenRow: number;
}

/** L-FMT-06: a value has another type than the column's values in most rows. */
export const mixedTypes: DatasetRule = {
  ids: ['L-FMT-06'],
  applies: () => true,
  begin: ({ schema, thresholds }) => {
    const columns = new Map<string, ColumnTypes>();
    const needed = new Set(Object.values(schema.columns));
    return {
      see({ row, values }) {
        for (const key in values) {
          const column = columns.get(key) ?? begin(columns, key);
          if (column !== null) note(column, row, typeOf(values[key]));
        }
      },
      finish(report) {
        for (const [key, column] of columns)
          reportColumn(key, column, needed.has(key), thresholds.typeMajority ?? 0.8, report);
      },
    };
  },
};

function begin(columns: Map<string, ColumnTypes>, key: string): ColumnTypes | null {
  if (columns.size >= mostColumns) return null;
  const counts = Object.fromEntries(typeNames.map((type) => [type, 0])) as ColumnTypes['counts'];
  const column: ColumnTypes = { counts, starts: [], types: [], last: 'missing', seenRow: 0 };
  columns.set(key, column);
  return column;
}

function note(column: ColumnTypes, row: number, type: TypeName): void {
  column.counts[type] += 1;
  if (row !== column.seenRow + 1 && column.last !== 'missing')
    start(column, column.seenRow + 1, 'missing');
  if (type !== column.last) start(column, row, type);
  column.seenRow = row;
}

function start(column: ColumnTypes, row: number, type: TypeName): void {
  column.starts.push(row);
  column.types.push(type);
  column.last = type;
}

function typeOf(value: unknown): TypeName {
  if (typeof value === 'string') return 'string';
  // note: Parquet has NaN and infinities; in JSON only a number too large for a double becomes one.
  if (typeof value === 'number') return Number.isFinite(value) ? 'number' : 'nan';
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'boolean' ? 'boolean' : 'object';
}

function reportColumn(
  key: string,
  { counts, starts, types, seenRow }: ColumnTypes,
  isNeeded: boolean,
  majority: number,
  report: ReportRow,
): void {
  // Null stands for "no value" in columns that may be empty; in one that training needs it is a type like others.
  const counted = typeNames.filter(
    (type) => type !== 'missing' && (type !== 'null' || isNeeded) && counts[type] > 0,
  );
  if (counted.length < 2) return;
  const all = counted.reduce((sum, type) => sum + counts[type], 0);
  const [usual = 'string'] = counted.toSorted((a, b) => counts[b] - counts[a]);
  if (counts[usual] / all < majority) {
    const shares = counted
      .map((type) => `${plurals[type]} in ${formatCount(counts[type])} rows`)
      .join(', ');
    report('L-FMT-06', null, {
      at: { path: [key] },
      message: `Column "${key}" has values of several types: ${shares}; loaders that want one type fail. Write all of them as one type.`,
    });
    return;
  }
  for (const [index, type] of types.entries()) {
    if (type === usual || !counted.includes(type)) continue;
    const canCast = isCastable(type, usual);
    const message =
      type === 'nan'
        ? `This is NaN or infinite where ${formatCount(counts[usual])} rows have ${plurals[usual]}: JSON has no such value, and a recipe writes null for it. Write a number, or null.`
        : `This is ${oneOf(type)} where ${formatCount(counts[usual])} rows have ${plurals[usual]}: loaders that want one type fail here. Write it as the others are.`;
    const finding = {
      at: { path: [key] },
      message,
      ...(canCast ? { fixes: (values: LintedRow['values']) => castFixes(key, usual, values) } : {}),
    };
    const next = starts[index + 1] ?? seenRow + 1;
    for (let row = starts[index] ?? next; row < next; row += 1) report('L-FMT-06', row, finding);
  }
}

function oneOf(type: TypeName): string {
  if (type === 'null' || type === 'nan' || type === 'boolean') return plurals[type];
  return type === 'object' ? 'an object' : `a ${type}`;
}

function isCastable(from: TypeName, to: TypeName): boolean {
  return to === 'string' && (from === 'number' || from === 'boolean');
}

function castFixes(key: string, to: TypeName, values: LintedRow['values']): readonly Fix[] {
  const text = String(values[key]);
  const isHere = Object.hasOwn(values, key) && typeOf(values[key]) !== to;
  return isHere
    ? [{ type: 'set-value', title: `Write it as "${text}"`, path: [key], value: text }]
    : [];
}

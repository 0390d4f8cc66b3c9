import type { AuditId } from '../../protocol/audit';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { mostGroups } from '../requireGroups';
import type { GroupColumn } from '../scoredRows';
import type { Pace } from '../statistics/pace';

/** Groups of rows by one column, or by the values of several at once. */
export interface GroupSet {
  /** `group/gender`, `group/gender×religion`. */
  readonly id: AuditId;
  readonly names: readonly string[];
  /** Positions in `names`; -1 where the row does not say. [rows] */
  readonly groupOf: Int32Array;
  /** Rows of each group. [groups] */
  readonly sizes: readonly number[];
  /** What was left out, in words. */
  readonly note: string | null;
}

/** Columns that intersect at once: with more, hardly a group is left with enough rows. */
const mostColumns = 3;

/** A column with its values as positions in a list. */
interface CodedColumn {
  readonly name: string;
  readonly values: readonly string[];
  /** -1 where the row does not say. [rows] */
  readonly codes: Int32Array;
}

/** The columns by themselves, then their intersections, pairs before triples. */
export async function groupSets(columns: readonly GroupColumn[], pace: Pace): Promise<GroupSet[]> {
  const coded: CodedColumn[] = [];
  for (const column of columns) {
    coded.push(codedColumn(column));
    if (pace.isDue()) await pace.rest();
  }
  const sets: GroupSet[] = [];
  for (const combined of combinations(coded)) {
    sets.push(groupSet(combined));
    if (pace.isDue()) await pace.rest();
  }
  return sets;
}

function codedColumn({ name, values }: GroupColumn): CodedColumn {
  const sorted = [...new Set(values)]
    .filter((value) => value !== null)
    .sort((a, b) => (a < b ? -1 : 1));
  const codeOf = new Map(sorted.map((value, code) => [value, code]));
  const codes = new Int32Array(values.length);
  for (const [row, value] of values.entries())
    codes[row] = value === null ? -1 : (codeOf.get(value) ?? -1);
  return { name, values: sorted, codes };
}

function groupSet(columns: readonly CodedColumn[]): GroupSet {
  const keys = combinedCodes(columns);
  const counts = new Map<number, number>();
  let missing = 0;
  for (const key of keys)
    if (key < 0) missing += 1;
    else counts.set(key, (counts.get(key) ?? 0) + 1);
  const largest = [...counts].sort(([a, ofA], [b, ofB]) => ofB - ofA || a - b).slice(0, mostGroups);
  const kept = largest.map(([key]) => key).sort((a, b) => a - b);
  const sizes = kept.map((key) => counts.get(key) ?? 0);
  const positions = new Map(kept.map((key, position) => [key, position]));
  const used = sizes.reduce((sum, size) => sum + size, 0);
  const groupOf = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row += 1)
    groupOf[row] = positions.get(keys[row] ?? -1) ?? -1;
  return {
    id: `group/${columns.map(({ name }) => name).join('×')}`,
    names: kept.map((key) => nameOf(columns, key)),
    ...{ groupOf, sizes },
    note: noteOf({
      ...{ missing, of: keys.length, dropped: keys.length - missing - used },
      left: counts.size - kept.length,
    }),
  };
}

/** One number for the values of all columns, in their order; -1 where a column says nothing. [rows] */
function combinedCodes(columns: readonly CodedColumn[]): Float64Array {
  const rows = columns[0]?.codes.length ?? 0;
  const keys = new Float64Array(rows);
  for (const { values, codes } of columns)
    for (let row = 0; row < rows; row += 1) {
      const [key, code] = [keys[row] ?? -1, codes[row] ?? -1];
      keys[row] = key < 0 || code < 0 ? -1 : key * values.length + code;
    }
  return keys;
}

function nameOf(columns: readonly CodedColumn[], key: number): string {
  const names: string[] = [];
  let left = key;
  for (const { values } of [...columns].reverse()) {
    names.unshift(values[left % values.length] ?? '');
    left = Math.floor(left / values.length);
  }
  return names.join(' × ');
}

function noteOf(counts: {
  readonly missing: number;
  readonly dropped: number;
  readonly of: number;
  readonly left: number;
}): string | null {
  const { missing, dropped, of, left } = counts;
  const parts: string[] = [];
  if (missing > 0)
    parts.push(`${formatCount(missing)} of ${countOf(of, 'row')} name no group and are left out.`);
  if (left > 0)
    parts.push(
      `Only the ${mostGroups} largest groups are audited; ${countOf(left, 'smaller one')} with ${countOf(dropped, 'row')} are left out.`,
    );
  return parts.length === 0 ? null : parts.join(' ');
}

/** All choices of one to three columns, fewer first, each in the order of the columns. */
function combinations(columns: readonly CodedColumn[]): (readonly CodedColumn[])[] {
  const all: (readonly CodedColumn[])[] = [];
  let longest: { readonly chosen: readonly CodedColumn[]; readonly next: number }[] = [
    { chosen: [], next: 0 },
  ];
  for (let size = 1; size <= Math.min(mostColumns, columns.length); size += 1) {
    longest = longest.flatMap(({ chosen, next }) =>
      columns.slice(next).map((column, skipped) => ({
        chosen: [...chosen, column],
        next: next + skipped + 1,
      })),
    );
    all.push(...longest.map(({ chosen }) => chosen));
  }
  return all;
}

import type { AuditId } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';
import type { GroupColumn } from '../scoredRows';

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

/** More values than this are no groups of people, and more intersections no longer read. */
const mostGroups = 100;
/** Columns that intersect at once: with more, hardly a group is left with enough rows. */
const mostColumns = 3;

/**
 * The columns by themselves, then their intersections, pairs before triples.
 * @throws UserError for a column that cannot tell groups apart
 */
export function groupSets(columns: readonly GroupColumn[]): GroupSet[] {
  for (const column of columns) checkColumn(column);
  return combinations(columns).map((combined) => groupSet(combined));
}

function groupSet(columns: readonly GroupColumn[]): GroupSet {
  const counts = new Map<string, number>();
  const keys = columns[0]?.values.map((_, row) => nameOf(columns, row)) ?? [];
  for (const key of keys) if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  const largest = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostGroups);
  const names = largest.map(([name]) => name).sort((a, b) => (a < b ? -1 : 1));
  const positions = new Map(names.map((name, position) => [name, position]));
  const missing = keys.filter((key) => key === null).length;
  const dropped = keys.length - missing - largest.reduce((sum, [, count]) => sum + count, 0);
  const id: AuditId = `group/${columns.map(({ name }) => name).join('×')}`;
  return {
    ...{ id, names },
    groupOf: Int32Array.from(keys, (key) => (key === null ? -1 : (positions.get(key) ?? -1))),
    sizes: names.map((name) => counts.get(name) ?? 0),
    note: noteOf({ missing, dropped, of: keys.length, left: counts.size - names.length }),
  };
}

function nameOf(columns: readonly GroupColumn[], row: number): string | null {
  const values = columns.map(({ values }) => values[row] ?? null);
  return values.includes(null) ? null : values.join(' × ');
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

function checkColumn({ name, values }: GroupColumn): void {
  const distinct = new Set(values.filter((value) => value !== null));
  const [first] = distinct;
  if (first === undefined)
    throw new UserError(`Column "${name}" is empty in all ${countOf(values.length, 'row')}.`, {
      next: 'Name a column that says whom a row is about.',
    });
  if (distinct.size === 1)
    throw new UserError(
      `Column "${name}" has one value only, "${first}": there is nothing to compare.`,
      {
        next: 'Name a column with at least two groups, or add rows about others.',
      },
    );
  if (distinct.size > mostGroups)
    throw new UserError(
      `Column "${name}" has ${formatCount(distinct.size)} values; groups of people are at most ${mostGroups}.`,
      { next: 'Name another column, or join its values into fewer groups.' },
    );
}

/** All choices of one to three columns, fewer first, each in the order of the columns. */
function combinations(columns: readonly GroupColumn[]): (readonly GroupColumn[])[] {
  const all: (readonly GroupColumn[])[] = [];
  let longest: { readonly chosen: readonly GroupColumn[]; readonly next: number }[] = [
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

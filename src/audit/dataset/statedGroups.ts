import path from 'node:path';
import { UserError } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';
import { nearestWord } from '../../protocol/nearestWord';
import type { DatasetAxis } from './axes';
import type { DatasetIndex } from './datasetIndex';

/** The shares stated for the groups of one axis, and the file that states them. */
export interface AxisMix {
  readonly path: string;
  /** Where they are stated in it, from 1. */
  readonly line: number;
  readonly shares: ReadonlyMap<string, number>;
}

/** A group among the rows about exactly one group of its axis, and the share that it is compared with. */
export interface SharedGroup {
  /** Its number; null where no row is about it. */
  readonly group: number | null;
  readonly name: string;
  readonly rows: number;
  readonly expected: number;
}

/** The groups of a mix with their rows, those without any too; rows of groups that it does not name are left out. */
export function statedGroups(
  index: DatasetIndex,
  axis: DatasetAxis,
  counts: Uint32Array,
  { path: file, line, shares }: AxisMix,
): SharedGroup[] {
  const byName = new Map(axis.groups.map((group) => [index.groups[group]?.name ?? '', group]));
  const hasRows = (name: string): boolean => {
    const group = byName.get(name);
    return group !== undefined && (counts[group] ?? 0) > 0;
  };
  const unnamed = unnamedGroups(index, axis, counts, shares).map(({ name }) => name);
  if (unnamed.length > 0 && ![...shares.keys()].some((name) => hasRows(name)))
    throw new UserError(
      `No row is about a group that shares are stated for, ${listed([...shares.keys()])}: rows are about ${listed(unnamed)}.`,
      { place: { file, line }, next: 'Name groups as the rows do.' },
    );
  return [...shares].map(([name, expected]) => {
    const group = byName.get(name) ?? null;
    const rows = group === null ? 0 : (counts[group] ?? 0);
    const meant = rows > 0 ? null : nearestWord(name, unnamed);
    if (meant !== null)
      throw new UserError(
        `No row is about "${name}", and no share is stated for "${meant}", which rows are about.`,
        { place: { file, line }, next: `Did you mean "${meant}"? Name groups as the rows do.` },
      );
    return { group, name, rows, expected };
  });
}

/** `"women", "men"`: few of many, and no long text. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostListed).map((name) => `"${name.slice(0, 40)}"`);
  const left = names.length - shown.length;
  return `${shown.join(', ')}${left === 0 ? '' : ` and ${formatCount(left)} more`}`;
}

const mostListed = 6;

/** What a reader must know is left out of the comparison with a mix; null: nothing. */
export function leftOutOfMix(
  index: DatasetIndex,
  axis: DatasetAxis,
  counts: Uint32Array,
  { path: file, shares }: AxisMix,
): string | null {
  const left = unnamedGroups(index, axis, counts, shares);
  const rows = left.reduce((sum, each) => sum + each.rows, 0);
  const [first] = left;
  if (first === undefined) return null;
  const names = left.length === 1 ? `"${first.name}"` : countOf(left.length, 'group');
  return `${countOf(rows, 'row')} about ${names} of ${axis.id} left out of its shares: ${path.basename(file)} states none.`;
}

function unnamedGroups(
  index: DatasetIndex,
  axis: DatasetAxis,
  counts: Uint32Array,
  shares: ReadonlyMap<string, number>,
): { readonly name: string; readonly rows: number }[] {
  return axis.groups
    .map((group) => ({ name: index.groups[group]?.name ?? '', rows: counts[group] ?? 0 }))
    .filter(({ name, rows }) => rows > 0 && !shares.has(name));
}

import { seededNumbers } from '../../data/seededNumbers';
import { allotRows } from '../../data/splitRows';
import { partNames } from '../rows/recipeRow';
import type { Together } from './together';

/** The stratum of a row, from 0. */
type StratumOf = (row: number) => number;

/** Rows that each part still wants of each stratum: [part][stratum]. */
type Wanted = readonly number[][];

/**
 * The part of each row. Rows that stay together go first, the largest groups ahead, each to the part that wants most of
 * what it brings; single rows then fill what is wanted, so that without groups every stratum has its share to the row.
 * @returns index in `partNames` by row
 */
export function assignParts(
  units: Together,
  stratumOf: StratumOf,
  ratios: { readonly validation: number; readonly test: number },
  seed: number,
): Uint8Array {
  const count = units.count;
  const parts = new Uint8Array(count);
  const next = seededNumbers(seed);
  const members = groupsOf(units);
  const wanted = wantedOf(count, stratumOf, ratios);
  for (const group of inOrderOfSize(members, next)) {
    const part = partFor(group, stratumOf, wanted);
    for (const row of group) {
      parts[row] = part;
      take(wanted, part, stratumOf(row));
    }
  }
  const singles = singlesOf(units, members);
  shuffle(singles, next);
  // note: validation and test first; what they do not want is for training.
  for (const row of singles) {
    const stratum = stratumOf(row);
    const part = [1, 2].find((each) => (wanted[each]?.[stratum] ?? 0) > 0) ?? 0;
    parts[row] = part;
    take(wanted, part, stratum);
  }
  return parts;
}

/** Rows that stand alone. */
function singlesOf(units: Together, members: ReadonlyMap<number, unknown>): Uint32Array {
  const singles = new Uint32Array(units.count);
  let found = 0;
  for (let row = 0; row < units.count; row += 1) {
    if (units.rootOf(row) !== row || members.has(row)) continue;
    singles[found] = row;
    found += 1;
  }
  return singles.subarray(0, found);
}

/** Rows that stay together, by the first of them; rows that stand alone are left out. */
function groupsOf(units: Together): ReadonlyMap<number, readonly number[]> {
  const members = new Map<number, number[]>();
  for (let row = 0; row < units.count; row += 1) {
    const root = units.rootOf(row);
    if (root === row) continue;
    const group = members.get(root);
    if (group === undefined) members.set(root, [root, row]);
    else group.push(row);
  }
  return members;
}

function inOrderOfSize(
  members: ReadonlyMap<number, readonly number[]>,
  next: () => number,
): readonly (readonly number[])[] {
  const roots = Uint32Array.from(members.keys());
  shuffle(roots, next);
  return [...roots].map((root) => members.get(root) ?? []).sort((a, b) => b.length - a.length);
}

function wantedOf(
  count: number,
  stratumOf: StratumOf,
  ratios: { readonly validation: number; readonly test: number },
): Wanted {
  const sizes: number[] = [];
  for (let row = 0; row < count; row += 1) {
    const stratum = stratumOf(row);
    sizes[stratum] = (sizes[stratum] ?? 0) + 1;
  }
  const left = [...sizes];
  const validation = allotRows(sizes, left, ratios.validation);
  const test = allotRows(sizes, left, ratios.test);
  return [left, validation, test];
}

/** The part that wants most of these rows; among equals the earlier one. */
function partFor(group: readonly number[], stratumOf: StratumOf, wanted: Wanted): number {
  const scores = partNames.map((_, part) =>
    group.reduce((sum, row) => sum + (wanted[part]?.[stratumOf(row)] ?? 0), 0),
  );
  return scores.indexOf(Math.max(...scores));
}

function take(wanted: Wanted, part: number, stratum: number): void {
  const row = wanted[part];
  if (row !== undefined) row[stratum] = (row[stratum] ?? 0) - 1;
}

function shuffle(values: Uint32Array, next: () => number): void {
  for (let last = values.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    const moved = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = moved;
  }
}

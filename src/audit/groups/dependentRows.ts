import { normalise } from '../../data/duplicates/normalise';
import type { ScoredRows } from '../scoredRows';
import type { Pace } from '../statistics/pace';

/**
 * Rows that are no independent evidence. Rows of one text have one answer, so that a second one says nothing new; texts that differ in case
 * or whitespace alone count as the same. Rows of one author, thread or document, as a column says, are alike more or less.
 */
export interface DependentRows {
  /** The rows of each text that stands in two rows or more. */
  readonly texts: readonly Int32Array[];
  /** Rows that repeat the text of another one. */
  readonly repeated: number;
  /** What a column says; null where none was named. */
  readonly column: DependentColumn | null;
  /** Rows that share a text or a value, also by way of others, have one number; null where all stand alone. [rows] */
  readonly clusterOf: Int32Array | null;
}

interface DependentColumn {
  readonly name: string;
  /** Of each value that stands in two rows or more. */
  readonly clusters: readonly ColumnCluster[];
  readonly values: number;
}

interface ColumnCluster {
  readonly rows: Int32Array;
  /** Those of `rows` that share their text as well. */
  readonly texts: readonly Int32Array[];
}

export const independentRows: DependentRows = {
  ...{ texts: [], repeated: 0, column: null, clusterOf: null },
};

export async function dependentRows(
  { texts, dependence }: Pick<ScoredRows, 'texts' | 'dependence'>,
  pace: Pace,
): Promise<DependentRows> {
  const keys: string[] = [];
  for (const text of texts) {
    keys.push(normalise(text));
    if (pace.isDue()) await pace.rest();
  }
  const ofText = await sharedBy(keys, pace);
  const repeated = ofText.reduce((sum, rows) => sum + rows.length - 1, 0);
  if (dependence === undefined)
    return {
      ...{ texts: ofText, repeated, column: null },
      clusterOf: clustersOf(texts.length, ofText),
    };
  const { name, values } = dependence;
  const ofValue = await sharedBy(values, pace);
  const clusters: ColumnCluster[] = [];
  for (const rows of ofValue) {
    const same = await sharedBy(
      [...rows].map((row) => keys[row] ?? ''),
      pace,
    );
    clusters.push({ rows, texts: same.map((places) => places.map((at) => rows[at] ?? 0)) });
  }
  return {
    ...{ texts: ofText, repeated },
    column: { name, clusters, values: new Set(values.filter((value) => value !== null)).size },
    clusterOf: clustersOf(texts.length, [...ofText, ...ofValue]),
  };
}

/** The rows of each key that two rows have or more, in their order; null is no key. */
async function sharedBy(keys: readonly (string | null)[], pace: Pace): Promise<Int32Array[]> {
  const firstRows = new Map<string, number>();
  const more = new Map<number, number[]>();
  for (const [row, key] of keys.entries()) {
    if (key === null) continue;
    const first = firstRows.get(key);
    if (first === undefined) firstRows.set(key, row);
    else {
      const rows = more.get(first);
      if (rows === undefined) more.set(first, [first, row]);
      else rows.push(row);
    }
    if (pace.isDue()) await pace.rest();
  }
  return [...more.values()].map((rows) => Int32Array.from(rows));
}

/** A cluster is named by its first row. */
function clustersOf(count: number, links: readonly Int32Array[]): Int32Array | null {
  if (links.length === 0) return null;
  const parents = Int32Array.from({ length: count }, (_, row) => row);
  const rootOf = (row: number): number => {
    let root = row;
    while ((parents[root] ?? root) !== root) root = parents[root] ?? root;
    // Rows on the way are hung below the root, so that the next search is short.
    for (let at = row; at !== root;) {
      const above = parents[at] ?? root;
      parents[at] = root;
      at = above;
    }
    return root;
  };
  for (const rows of links) {
    const [first = 0] = rows;
    for (const row of rows) {
      const [a, b] = [rootOf(first), rootOf(row)];
      parents[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return parents.map((_, row) => rootOf(row));
}

import type { DependentRows } from './dependentRows';

/**
 * How alike rows of one cluster of the user's column are: their intraclass correlation, from the products of all pairs of rows that share a
 * value but no text (texts that repeat are taken as wholly alike). Tests that believed a correlation estimated too low would raise false
 * alarms, so one standard error, from how unlike clusters are in it, is added: with few clusters it goes towards 1.
 * @param isIn which rows count
 * @param valueOf what may be alike, such as 1 for a row that was selected; around its mean over all rows, as if groups were equal
 * @returns 0 to 1; 1 where nobody can tell
 */
export function alikeness({ column }: DependentRows, { count, isIn, valueOf }: AlikeRows): number {
  if (column === null) return 0;
  const mean = meanOf({ count, isIn, valueOf });
  const variance = meanOf({ count, isIn, valueOf: (row) => (valueOf(row) - mean) ** 2 });
  if (!(variance > 1e-12)) return 1;
  const products = (rows: Int32Array): Pairs => {
    let [members, sum, squares] = [0, 0, 0];
    for (const row of rows) {
      if (!isIn(row)) continue;
      const value = valueOf(row) - mean;
      members += 1;
      sum += value;
      squares += value * value;
    }
    return { pairs: members * (members - 1), products: sum * sum - squares };
  };
  const found = column.clusters
    .map(({ rows, texts }) => {
      let { pairs, products: sum } = products(rows);
      for (const same of texts) {
        const own = products(same);
        pairs -= own.pairs;
        sum -= own.products;
      }
      return { pairs, products: sum };
    })
    .filter(({ pairs }) => pairs > 0);
  if (found.length < 2) return 1;
  let [pairs, sum] = [0, 0];
  for (const each of found) {
    pairs += each.pairs;
    sum += each.products;
  }
  const alike = sum / pairs / variance;
  let squares = 0;
  for (const each of found) squares += (each.products / variance - alike * each.pairs) ** 2;
  const error = Math.sqrt((squares * found.length) / (found.length - 1)) / pairs;
  return Math.min(1, Math.max(0, alike + error));
}

interface AlikeRows {
  /** Rows of the file. */
  readonly count: number;
  readonly isIn: (row: number) => boolean;
  readonly valueOf: (row: number) => number;
}

interface Pairs {
  readonly pairs: number;
  readonly products: number;
}

function meanOf({ count, isIn, valueOf }: AlikeRows): number {
  let [rows, sum] = [0, 0];
  for (let row = 0; row < count; row += 1) {
    if (!isIn(row)) continue;
    rows += 1;
    sum += valueOf(row);
  }
  return sum / rows;
}

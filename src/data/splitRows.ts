import { seededNumbers, shuffled } from './seededNumbers';

/** Positions of the rows of each part, in file order. Together they hold every row exactly once. */
export interface SplitPositions {
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

/**
 * Cuts rows into parts that keep the share of each stratum as nearly as whole rows allow. The same strata, ratios
 * and seed give the same parts. Each stratum keeps a row in train; a part that is asked for gets at least one row
 * where train has one to spare.
 * @param strata one entry per row; all the same for a plain random split.
 */
export function splitRows(
  strata: readonly string[],
  ratios: { readonly validation: number; readonly test: number; readonly seed: number },
): SplitPositions {
  const next = seededNumbers(ratios.seed);
  const groups = shuffledGroups(strata, next);
  const left = groups.map(({ length }) => length);
  const sizes = groups.map(({ length }) => length);
  const validation = allotRows(sizes, left, ratios.validation);
  const test = allotRows(sizes, left, ratios.test);
  const parts = { train: [] as number[], validation: [] as number[], test: [] as number[] };
  for (const [index, group] of groups.entries()) {
    const toValidation = validation[index] ?? 0;
    const toTest = toValidation + (test[index] ?? 0);
    parts.validation.push(...group.slice(0, toValidation));
    parts.test.push(...group.slice(toValidation, toTest));
    parts.train.push(...group.slice(toTest));
  }
  const inOrder = (positions: number[]): number[] => positions.sort((a, b) => a - b);
  return {
    train: inOrder(parts.train),
    validation: inOrder(parts.validation),
    test: inOrder(parts.test),
  };
}

/** Rows of each stratum, strata in order of their names so that row order alone decides nothing. */
function shuffledGroups(strata: readonly string[], next: () => number): number[][] {
  const groups = new Map<string, number[]>();
  for (const [position, stratum] of strata.entries()) {
    const group = groups.get(stratum);
    if (group === undefined) groups.set(stratum, [position]);
    else group.push(position);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, positions]) => shuffled(positions, next));
}

/**
 * How many rows of each stratum a part takes: the whole rows of its share, and what is missing from the total from the
 * strata with the largest remainders. Takes them off `left`, of which one per stratum stays.
 */
export function allotRows(sizes: readonly number[], left: number[], ratio: number): number[] {
  if (ratio <= 0) return sizes.map(() => 0);
  const wanted = Math.max(1, Math.round(sizes.reduce((sum, size) => sum + size, 0) * ratio));
  const shares = sizes.map((size) => size * ratio);
  const counts = shares.map((share, index) =>
    Math.max(0, Math.min(Math.floor(share), (left[index] ?? 0) - 1)),
  );
  let total = counts.reduce((sum, count) => sum + count, 0);
  const byRemainder = shares
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (let hasRoom = true; total < wanted && hasRoom;) {
    hasRoom = false;
    for (const { index } of byRemainder) {
      const isFull = (counts[index] ?? 0) >= (left[index] ?? 0) - 1;
      if (total >= wanted || isFull) continue;
      counts[index] = (counts[index] ?? 0) + 1;
      total += 1;
      hasRoom = true;
    }
  }
  for (const [index, count] of counts.entries()) left[index] = (left[index] ?? 0) - count;
  return counts;
}

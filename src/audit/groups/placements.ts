import { drawNormal } from '../statistics/drawNormal';
import type { LabelRows } from './labelRows';

/**
 * What the areas of groups would be if all came from the same rows. By Hoeffding's decomposition an area is a mean over positives plus
 * a mean over negatives of their placements (the share of the other kind on the right side of them, ties half), and a small rest.
 */
export interface PooledPlacements {
  readonly positives: Side;
  readonly negatives: Side;
  /** Variance of the rest for one positive and one negative. */
  readonly interaction: number;
}

export interface Side {
  readonly placements: Float64Array;
  readonly mean: number;
  readonly deviation: number;
}

/** Means of fewer placements are drawn one by one, for they are skewed; those of more are normal. */
const fewestNormal = 200;

/** @param groupOf rows below 0 are left out */
export function pooledPlacements(rows: LabelRows, groupOf: Int32Array): PooledPlacements {
  const { ascending, scores, actual } = rows;
  const kept = new Int32Array(ascending.length);
  let [count, positives] = [0, 0];
  for (const row of ascending) {
    if ((groupOf[row] ?? -1) < 0) continue;
    kept[count] = row;
    count += 1;
    positives += actual?.[row] ?? 0;
  }
  const [ofPositives, ofNegatives] = [
    new Float64Array(positives),
    new Float64Array(count - positives),
  ];
  let [belowPositives, belowNegatives] = [0, 0];
  for (let start = 0; start < count;) {
    const score = scores[kept[start] ?? 0];
    let [end, tied] = [start, 0];
    for (; end < count && scores[kept[end] ?? 0] === score; end += 1)
      tied += actual?.[kept[end] ?? 0] ?? 0;
    const others = end - start - tied;
    ofPositives.fill(
      (belowNegatives + others / 2) / ofNegatives.length,
      belowPositives,
      belowPositives + tied,
    );
    ofNegatives.fill(
      1 - (belowPositives + tied / 2) / positives,
      belowNegatives,
      belowNegatives + others,
    );
    belowPositives += tied;
    belowNegatives += others;
    start = end;
  }
  const sides = { positives: sideOf(ofPositives), negatives: sideOf(ofNegatives) };
  const area = sides.positives.mean;
  const interaction =
    area * (1 - area) - sides.positives.deviation ** 2 - sides.negatives.deviation ** 2;
  return { ...sides, interaction: Math.max(0, interaction) };
}

function sideOf(placements: Float64Array): Side {
  let [sum, squares] = [0, 0];
  for (const placement of placements) sum += placement;
  const mean = sum / placements.length;
  for (const placement of placements) squares += (placement - mean) ** 2;
  return { placements, mean, deviation: Math.sqrt(squares / Math.max(1, placements.length - 1)) };
}

/** Draws the mean of so many placements, and that of the others, as deviations from the mean of all. */
export function meanDrawer(
  { placements, mean, deviation }: Side,
  { own: rows, rest: others }: { readonly own: number; readonly rest: number },
  next: () => number,
): () => { readonly own: number; readonly rest: number } {
  if (rows + others !== placements.length) {
    // Where texts repeat, there are fewer means than rows; both sides are drawn as if they shared no text.
    const [own, rest] = [rows, others].map((each) =>
      replacingDrawer({ placements, mean, deviation }, each, next),
    );
    return () => ({ own: own?.() ?? NaN, rest: rest?.() ?? NaN });
  }
  if (rows >= fewestNormal && others >= fewestNormal) {
    const spread = deviation * Math.sqrt((1 / rows) * (1 - rows / placements.length));
    return () => {
      const own = spread * drawNormal(next);
      return { own, rest: (-own * rows) / others };
    };
  }
  const pool = placements.slice();
  const drawn = Math.min(rows, others);
  return () => {
    let sum = 0;
    for (let place = 0; place < drawn; place += 1) {
      const other = place + Math.floor(next() * (pool.length - place));
      const kept = pool[place] ?? 0;
      pool[place] = pool[other] ?? 0;
      pool[other] = kept;
      sum += pool[place] ?? 0;
    }
    // Whichever side has fewer rows is drawn; the other holds what is left.
    const few = sum / drawn - mean;
    const many = (-few * drawn) / (placements.length - drawn);
    return drawn === rows ? { own: few, rest: many } : { own: many, rest: few };
  };
}

/** Draws the mean of so many placements with replacement, as a deviation: of groups that are drawn each for itself. */
export function replacingDrawer(
  { placements, mean, deviation }: Side,
  rows: number,
  next: () => number,
): () => number {
  if (rows >= fewestNormal) return () => (deviation * drawNormal(next)) / Math.sqrt(rows);
  return () => {
    let sum = 0;
    for (let draw = 0; draw < rows; draw += 1)
      sum += placements[Math.floor(next() * placements.length)] ?? 0;
    return sum / rows - mean;
  };
}

/** Variance of the area of so many rows of either kind. */
export function areaVariance(
  { positives, negatives, interaction }: PooledPlacements,
  counts: { readonly positives: number; readonly negatives: number },
): number {
  return (
    positives.deviation ** 2 / counts.positives +
    negatives.deviation ** 2 / counts.negatives +
    interaction / (counts.positives * counts.negatives)
  );
}

/** Scores of one model in their order. */
export interface RankedScores {
  /** [rows] */
  readonly scores: Float32Array;
  /** Rows by ascending score. [rows] */
  readonly ascending: Int32Array;
}

/** What a row is to a curve. */
export const [outside, positive, negative] = [0, 1, 2] as const;

/** Areas of the same rows under two models; all NaN where a side has no rows. */
export interface PairedAreas {
  readonly before: number;
  readonly after: number;
  /** Of after - before: both variances less twice their covariance. */
  readonly variance: number;
  /** Of Student's t for that difference. */
  readonly degrees: number;
}

/**
 * Areas under two correlated curves and the variance of their difference (DeLong, DeLong and Clarke-Pearson 1988), from the midranks
 * of the rows (Sun and Xu 2014), so that the time grows as the number of rows. The variance of few rows that differ is itself
 * uncertain: its degrees of freedom are those that the kurtosis of the differences leaves it, joined over the two sides as Satterthwaite
 * (1946) does. Where rows depend on each other, whole clusters vary (Obuchowski 1997), as do their degrees; without such rows that is DeLong's variance.
 * @param sides `positive`, `negative` or `outside` [rows]
 * @param clusterOf rows of one number depend on each other; null where none does [rows]
 */
export function pairedAreas(
  before: RankedScores,
  after: RankedScores,
  sides: Uint8Array,
  clusterOf: Int32Array | null,
): PairedAreas {
  const [old, young] = [placementsOf(before, sides), placementsOf(after, sides)];
  const [ofPositives, ofNegatives] = [positive, negative].map((side) =>
    meanOfSide(old, young, { sides, side }),
  );
  if (ofPositives === undefined || ofNegatives === undefined)
    throw new Error('There are two sides.');
  const parts = clusterOf === null ? null : clusterParts(clusterOf, sides);
  if (parts !== null) {
    const change = (row: number): number => {
      const { before: first, after: second } = sides[row] === positive ? ofPositives : ofNegatives;
      return (young[row] ?? 0) - (old[row] ?? 0) - (second - first);
    };
    const ofClusters = clusteredVariance(parts, sides, change);
    return { before: ofPositives.before, after: ofPositives.after, ...ofClusters };
  }
  const variance = ofPositives.variance + ofNegatives.variance;
  return {
    ...{ before: ofPositives.before, after: ofPositives.after, variance },
    degrees:
      variance ** 2 /
      (ofPositives.variance ** 2 / ofPositives.degrees +
        ofNegatives.variance ** 2 / ofNegatives.degrees),
  };
}

/** The share of rows of the other side that each row is on the right side of, ties counting half; 0 for rows outside. [rows] */
function placementsOf({ scores, ascending }: RankedScores, sides: Uint8Array): Float64Array {
  const placements = new Float64Array(sides.length);
  const totals = [0, 0, 0];
  for (const side of sides) totals[side] = (totals[side] ?? 0) + 1;
  const [, positives = 0, negatives = 0] = totals;
  const under = [0, 0, 0];
  for (let start = 0; start < ascending.length;) {
    const score = scores[ascending[start] ?? 0];
    const tied = [0, 0, 0];
    let end = start;
    for (; end < ascending.length && scores[ascending[end] ?? 0] === score; end += 1) {
      const side = sides[ascending[end] ?? 0] ?? outside;
      tied[side] = (tied[side] ?? 0) + 1;
    }
    const ofPositive = ((under[negative] ?? 0) + (tied[negative] ?? 0) / 2) / negatives;
    const ofNegative = 1 - ((under[positive] ?? 0) + (tied[positive] ?? 0) / 2) / positives;
    for (let at = start; at < end; at += 1) {
      const row = ascending[at] ?? 0;
      if (sides[row] !== outside)
        placements[row] = sides[row] === positive ? ofPositive : ofNegative;
    }
    for (const side of [positive, negative]) under[side] = (under[side] ?? 0) + (tied[side] ?? 0);
    start = end;
  }
  return placements;
}

interface SideMean {
  readonly before: number;
  readonly after: number;
  /** Of the mean of the differences. */
  readonly variance: number;
  /** Of that variance. */
  readonly degrees: number;
}

function meanOfSide(
  before: Float64Array,
  after: Float64Array,
  { sides, side }: { readonly sides: Uint8Array; readonly side: number },
): SideMean {
  let [rows, old, young] = [0, 0, 0];
  for (let row = 0; row < sides.length; row += 1) {
    if (sides[row] !== side) continue;
    rows += 1;
    old += before[row] ?? 0;
    young += after[row] ?? 0;
  }
  const mean = (young - old) / rows;
  let [squares, fourths] = [0, 0];
  for (let row = 0; row < sides.length; row += 1) {
    if (sides[row] !== side) continue;
    const square = ((after[row] ?? 0) - (before[row] ?? 0) - mean) ** 2;
    squares += square;
    fourths += square * square;
  }
  return {
    ...{ before: old / rows, after: young / rows, variance: squares / (rows - 1) / rows },
    degrees: degreesOf(rows, (rows * fourths) / squares ** 2),
  };
}

/** A variance s² varies by (kurtosis - (n - 3) / (n - 1)) s⁴ / n, and as 2 s⁴ / degrees if it were of normal values. */
function degreesOf(rows: number, kurtosis: number): number {
  const usual = rows - 1;
  if (!Number.isFinite(kurtosis)) return usual;
  return Math.min(usual, (2 * rows) / Math.max(kurtosis - (rows - 3) / usual, 1e-9));
}

/** The rows of each cluster that are on a side; null where no two rows share one. */
function clusterParts(clusterOf: Int32Array, sides: Uint8Array): (readonly number[])[] | null {
  const parts = new Map<number, number[]>();
  let isShared = false;
  for (let row = 0; row < sides.length; row += 1) {
    if (sides[row] === outside) continue;
    const cluster = clusterOf[row] ?? row;
    const rows = parts.get(cluster);
    if (rows === undefined) parts.set(cluster, [row]);
    else {
      rows.push(row);
      isShared = true;
    }
  }
  return isShared ? [...parts.values()] : null;
}

/** Obuchowski's: the sums of a cluster on either side, and what they have in common. */
function clusteredVariance(
  clusters: readonly (readonly number[])[],
  sides: Uint8Array,
  change: (row: number) => number,
): Pick<PairedAreas, 'variance' | 'degrees'> {
  const sums = clusters.map((rows) => sumsOf(rows, sides, change));
  const [positives, negatives] = [positive, negative].map((side) => {
    let count = 0;
    for (const each of sides) if (each === side) count += 1;
    return count;
  }) as [number, number];
  const own = new Moments();
  const other = new Moments();
  const both = new Moments();
  let [common, isSpanning] = [0, false];
  for (const { ofPositives, ofNegatives } of sums) {
    const [first, second] = [(ofPositives ?? 0) / positives, (ofNegatives ?? 0) / negatives];
    if (ofPositives !== null) own.add(first);
    if (ofNegatives !== null) other.add(second);
    both.add(first + second);
    common += first * second;
    isSpanning ||= ofPositives !== null && ofNegatives !== null;
  }
  const [v, w] = [own.variance(), other.variance()];
  const shared = (2 * common * clusters.length) / (clusters.length - 1);
  return {
    variance: Math.max(0, v + w + shared),
    // Sides that share clusters do not vary by themselves.
    degrees: isSpanning
      ? both.degrees()
      : (v + w) ** 2 / (v ** 2 / own.degrees() + w ** 2 / other.degrees()),
  };
}

/** What a cluster adds on either side; null where it has no row there. */
function sumsOf(
  rows: readonly number[],
  sides: Uint8Array,
  change: (row: number) => number,
): { readonly ofPositives: number | null; readonly ofNegatives: number | null } {
  let [ofPositives, ofNegatives]: [number | null, number | null] = [null, null];
  for (const row of rows)
    if (sides[row] === positive) ofPositives = (ofPositives ?? 0) + change(row);
    else ofNegatives = (ofNegatives ?? 0) + change(row);
  return { ofPositives, ofNegatives };
}

/** Of the parts that clusters add to a mean; they sum up to 0. */
class Moments {
  #count = 0;
  #squares = 0;
  #fourths = 0;

  add(value: number): void {
    this.#count += 1;
    this.#squares += value ** 2;
    this.#fourths += value ** 4;
  }

  variance(): number {
    return (this.#count / (this.#count - 1)) * this.#squares;
  }

  degrees(): number {
    return degreesOf(this.#count, (this.#count * this.#fourths) / this.#squares ** 2);
  }
}

import type { LabelRows } from '../groups/labelRows';

/** Rows of one group as two models see them, numbered by their place in `rows`. */
export interface PairedScoring {
  readonly before: OrderedResiduals;
  readonly after: OrderedResiduals;
  /** The rows that are drawn and exchanged together. */
  readonly units: readonly (readonly number[])[];
}

export interface OrderedResiduals {
  /** Label minus score. [rows] */
  readonly residuals: Float64Array;
  readonly scores: Float64Array;
  /** Rows by ascending score. [rows] */
  readonly order: Int32Array;
}

/** @param isIn which rows of the file @param clusterOf rows of one number depend on each other; null where none does [rows of the file] */
export function pairedScoring(
  { before, after }: { readonly before: LabelRows; readonly after: LabelRows },
  clusterOf: Int32Array | null,
  isIn: (row: number) => boolean,
): PairedScoring {
  const placeOf = new Int32Array(after.scores.length).fill(-1);
  const units = new Map<number, number[]>();
  let count = 0;
  for (let row = 0; row < placeOf.length; row += 1) {
    if (!isIn(row)) continue;
    placeOf[row] = count;
    const cluster = clusterOf?.[row] ?? row;
    const known = units.get(cluster);
    if (known === undefined) units.set(cluster, [count]);
    else known.push(count);
    count += 1;
  }
  const ordered = ({ scores, actual, ascending }: LabelRows): OrderedResiduals => {
    const own = { residuals: new Float64Array(count), scores: new Float64Array(count) };
    const order = new Int32Array(count);
    let rank = 0;
    for (const row of ascending) {
      const place = placeOf[row] ?? -1;
      if (place < 0) continue;
      const score = scores[row] ?? 0;
      own.scores[place] = score;
      own.residuals[place] = (actual?.[row] ?? 0) - score;
      order[rank] = place;
      rank += 1;
    }
    return { ...own, order };
  };
  return { before: ordered(before), after: ordered(after), units: [...units.values()] };
}

/** Residuals by ascending score. */
export function inOrder({ residuals, order }: OrderedResiduals): Float64Array {
  return Float64Array.from(order, (place) => residuals[place] ?? 0);
}

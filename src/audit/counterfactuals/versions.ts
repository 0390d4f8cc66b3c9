import type { MarkedSpan } from '../../protocol/audit';

/**
 * The same texts about different people. Versions of one unit differ in whom they are about and in nothing else; units of one item (a
 * row, a template) are no independent evidence, so that whole items are counted and drawn.
 */
export interface Versions {
  readonly groups: readonly string[];
  /** By version: what it is about, a position in `groups`, or -1 for several groups at once. */
  readonly groupOf: Int32Array;
  /** By version; numbers from 0. */
  readonly unitOf: Int32Array;
  /** By unit; numbers from 0. */
  readonly itemOf: Int32Array;
  readonly itemCount: number;
  /** Items that depend on each other, such as rows of one text; null where none does. */
  readonly dependence: ItemDependence | null;
  /** [pairs, 2]: versions of one unit about different groups, which are compared. */
  readonly pairs: Int32Array;
  /** For the rows that a check shows. */
  readonly shown: ShownVersions;
}

export interface ItemDependence {
  /** By item: those of one number depend on each other. */
  readonly clusterOf: Int32Array;
  /** How many independent items those with a value, which are not NaN, would be: as alike as the values are, and if wholly alike. */
  readonly countsOf: (values: Float64Array) => {
    readonly effective: number;
    readonly independent: number;
  };
}

export interface ShownVersions {
  readonly placeOf: (version: number) => {
    readonly path: string;
    readonly row: number;
    readonly line: number;
    readonly text: string;
    readonly gold?: string;
  };
  /** What differs between two versions of a pair, in either text. */
  readonly marks: (
    first: number,
    second: number,
  ) => { readonly before: readonly MarkedSpan[]; readonly after: readonly MarkedSpan[] };
}

/** What a classifier makes of versions. */
export interface ScoredVersions extends Versions {
  /** [versions, labels]. */
  readonly probabilities: Float32Array;
  readonly labels: readonly string[];
  /** The right label of a version, -1 where nobody knows. All versions of a unit have the same. */
  readonly goldOf: (version: number) => number;
}

/** The likeliest label of a version; the first of equals. */
export function predictedLabel({ probabilities, labels }: ScoredVersions, version: number): number {
  const from = version * labels.length;
  let best = 0;
  for (let label = 1; label < labels.length; label += 1)
    if ((probabilities[from + label] ?? 0) > (probabilities[from + best] ?? 0)) best = label;
  return best;
}

/** Half the sum of absolute changes over all labels (total variation); of two labels, the change of either. */
export function changeOf(
  { probabilities, labels }: ScoredVersions,
  first: number,
  second: number,
): number {
  let sum = 0;
  for (let label = 0; label < labels.length; label += 1)
    sum += Math.abs(
      (probabilities[first * labels.length + label] ?? 0) -
        (probabilities[second * labels.length + label] ?? 0),
    );
  return sum / 2;
}

/** A figure of pairs as one of items: the mean over the item's pairs; NaN for an item without any. */
export function itemMeans(
  { pairs, unitOf, itemOf, itemCount }: Versions,
  figure: (first: number, second: number) => number,
): Float64Array {
  const [sums, counts] = [new Float64Array(itemCount), new Float64Array(itemCount)];
  for (let pair = 0; pair < pairs.length; pair += 2) {
    const [first, second] = [pairs[pair] ?? 0, pairs[pair + 1] ?? 0];
    const item = itemOf[unitOf[first] ?? 0] ?? 0;
    sums[item] = (sums[item] ?? 0) + figure(first, second);
    counts[item] = (counts[item] ?? 0) + 1;
  }
  return sums.map((sum, item) => sum / (counts[item] ?? 0));
}

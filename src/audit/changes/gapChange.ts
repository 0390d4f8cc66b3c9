import type { Gap } from '../groups/gaps';
import type { Interval } from '../statistics/intervals';
import { usualZ } from '../statistics/normalQuantile';
import type { UnderEither } from './distanceChange';

/** A rate of a group under one model. */
export interface DrawnRate {
  readonly value: number;
  /** In a bootstrap of pairs. [resamples] */
  readonly drawn: Float64Array;
  readonly rows: number;
}

/** A rate of a group, or its logarithm, or by how much that of one group is above that of another. */
interface Level {
  readonly value: number;
  /** Distance from the mean; NaN where it is undefined. [resamples] */
  readonly drawn: Float64Array;
  readonly deviation: number;
}

/** Comparisons of two groups that are looked at, those that may be the largest: for one rate all of eight groups. */
const mostComparisons = 64;
/** Of each rate of a mean. */
const mostOfEach = 8;
/** Points of the edge of a region that are tried. */
const edge = Array.from({ length: 90 }, (_, point) => {
  const angle = (2 * Math.PI * point) / 90;
  return { x: Math.cos(angle), y: Math.sin(angle) };
});
/** Radius of the region of two normal values that holds 95 %, from χ² with two degrees of freedom. */
const regionZ = Math.sqrt(-2 * Math.log(0.05));

/**
 * 95 % interval of how much larger a gap over groups is under one model than under another. The largest of several noisy comparisons is
 * too large, the more the more alike the groups are, so that percentiles of redrawn gaps leave out the truth in up to all cases.
 *
 * A gap is at least each comparison of two groups. So the largest change from a comparison before to one afterwards, with that before that
 * leaves least, bounds the change of the gap from above, and likewise from below. Each of these changes has the bounds of the region of its two
 * comparisons, as normal values with the spread and correlation of the bootstrap: of differences the ellipse whose projection on any line has
 * 95 %, of logarithms of ratios, whose sizes bend, that which holds 95 %.
 * @param rates of the gap's parts. [parts, groups]
 * @returns null where under one of the models all comparisons are undefined in half of the resamples
 */
export function gapChange(
  gap: Gap,
  rates: UnderEither<readonly (readonly DrawnRate[])[]>,
): Interval | null {
  const [before, after] = [comparisonsOf(gap, rates.before), comparisonsOf(gap, rates.after)];
  const resamples = before[0]?.drawn.length ?? 0;
  if (before.length === 0 || after.length === 0) return null;
  // A gap is at least 0, too.
  const none = { value: 0, drawn: new Float64Array(resamples), deviation: 0 };
  const bounds = [none, ...after].map((young) =>
    [none, ...before].map((old) => changeBounds(gap, old, young)),
  );
  const high = Math.max(...bounds.map((of) => Math.min(...of.map(([, each]) => each))));
  const low = Math.min(
    ...[none, ...before].map((_, old) => Math.max(...bounds.map((of) => of[old]?.[0] ?? -1))),
  );
  return [Math.max(-1, low), Math.min(1, high)];
}

function comparisonsOf(gap: Gap, parts: readonly (readonly DrawnRate[])[]): Level[] {
  const levels = parts.map((groups) => groups.map((rate) => levelOf(gap, rate)));
  switch (gap.combine) {
    case 'worst-case':
      return foremost(
        levels.flatMap((groups) => pairsOf(groups)),
        mostComparisons,
      );
    case 'mean': {
      const [first = [], ...others] = levels.map((groups) => foremost(pairsOf(groups), mostOfEach));
      const sums = others.reduce(
        (all, each) => all.flatMap((one) => each.map((other) => sumOf(one, other, 1))),
        first,
      );
      return sums.map((sum) => shareOf(sum, 1 / parts.length));
    }
  }
}

/** Logarithms of ratios count half a row more, so that a rate of 0 has one. */
function levelOf({ scale }: Gap, { value, drawn, rows }: DrawnRate): Level {
  const of = (rate: number): number =>
    scale === 'difference' ? rate : Math.log((rate * rows + 0.5) / (rows + 1));
  const levels = drawn.map(of);
  const mean = meanOf(levels);
  const centred = levels.map((each) => each - mean);
  return { value: of(value), drawn: centred, deviation: deviationOf(centred) };
}

interface Pair {
  readonly one: Level;
  readonly other: Level;
}

function pairsOf(groups: readonly Level[]): Pair[] {
  return groups.flatMap((one) =>
    groups.flatMap((other) => (one === other ? [] : [{ one, other }])),
  );
}

/** Those that may be the largest, of independent groups. */
function foremost(pairs: readonly Pair[], most: number): Level[] {
  const reach = ({ one, other }: Pair): number =>
    one.value - other.value + usualZ * Math.hypot(one.deviation, other.deviation);
  const defined = pairs.filter((pair) => Number.isFinite(reach(pair)));
  return defined
    .sort((a, b) => reach(b) - reach(a))
    .slice(0, most)
    .map(({ one, other }) => sumOf(one, other, -1));
}

function sumOf(one: Level, other: Level, weight: number): Level {
  const drawn = one.drawn.map((each, draw) => each + weight * (other.drawn[draw] ?? NaN));
  return { value: one.value + weight * other.value, drawn, deviation: deviationOf(drawn) };
}

function shareOf({ value, drawn, deviation }: Level, share: number): Level {
  return {
    value: value * share,
    drawn: drawn.map((each) => each * share),
    deviation: deviation * share,
  };
}

/** Of the sizes that the two comparisons stand for, after minus before. */
function changeBounds({ scale }: Gap, old: Level, young: Level): Interval {
  const correlation = correlationOf(old, young);
  const free = Math.sqrt(1 - correlation ** 2);
  const z = scale === 'difference' ? usualZ : regionZ;
  const size = (value: number): number => (scale === 'difference' ? value : 1 - Math.exp(-value));
  let [low, high] = [Infinity, -Infinity];
  for (const { x, y } of edge) {
    const before = old.value + z * old.deviation * x;
    const after = young.value + z * young.deviation * (correlation * x + free * y);
    const change = size(after) - size(before);
    if (change < low) low = change;
    if (change > high) high = change;
  }
  return [low, high];
}

function correlationOf(old: Level, young: Level): number {
  const scale = old.deviation * young.deviation;
  if (!(scale > 0)) return 0;
  let [sum, count] = [0, 0];
  // By index: an iterator takes several times as long, and this is most of the work.
  for (let draw = 0; draw < old.drawn.length; draw += 1) {
    const product = (old.drawn[draw] ?? NaN) * (young.drawn[draw] ?? NaN);
    if (Number.isNaN(product)) continue;
    sum += product;
    count += 1;
  }
  return count === 0 ? 0 : Math.max(-1, Math.min(1, sum / count / scale));
}

function meanOf(values: Float64Array): number {
  const defined = values.filter((each) => Number.isFinite(each));
  return defined.reduce((sum, each) => sum + each, 0) / defined.length;
}

/** Of values around 0; NaN where half of them are undefined. */
function deviationOf(values: Float64Array): number {
  const defined = values.filter((each) => Number.isFinite(each));
  if (defined.length <= values.length / 2) return NaN;
  return Math.sqrt(defined.reduce((sum, each) => sum + each * each, 0) / defined.length);
}

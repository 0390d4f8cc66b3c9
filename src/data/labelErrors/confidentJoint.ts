import { likeliest } from './likeliest';

/** A class that no row is labelled with has a threshold that no probability reaches. */
const unreachable = 2;
/** A probability this little below its threshold reaches it. */
const slack = 1e-6;
const lowestThreshold = 2e-6;

/**
 * Rows counted by given and estimated true label, calibrated to the numbers of rows of each given label. A row is counted as the class
 * whose mean probability among its own rows it reaches; of several, as its likeliest class.
 * @returns whole numbers, [given][true]
 */
export function calibratedJoint(
  labels: Int32Array,
  probabilities: Float64Array,
  classes: number,
): number[][] {
  const given = Array.from({ length: classes }, () => 0);
  for (const label of labels) given[label] = (given[label] ?? 0) + 1;
  const thresholds = thresholdsOf(labels, probabilities, given);
  const joint = given.map(() => given.map(() => 0));
  for (const [row, label] of labels.entries()) {
    const ofRow = probabilities.subarray(row * classes, (row + 1) * classes);
    const truth = confidentClass(ofRow, thresholds);
    const counts = joint[label];
    if (truth !== null && counts !== undefined) counts[truth] = (counts[truth] ?? 0) + 1;
  }
  return joint.map((counts, label) => {
    // At least one row of every class is taken to be right.
    counts[label] = Math.max(1, counts[label] ?? 0);
    const sum = counts.reduce((a, b) => a + b, 0);
    const total = given[label] ?? 0;
    return roundedTo(
      total,
      // Dividing and multiplying by the number of rows moves halves as it does in the reference implementation.
      counts.map((count) => (((count / sum) * total) / labels.length) * labels.length),
    );
  });
}

function thresholdsOf(
  labels: Int32Array,
  probabilities: Float64Array,
  given: readonly number[],
): readonly number[] {
  const classes = given.length;
  const sums = given.map(() => 0);
  for (const [row, label] of labels.entries())
    sums[label] = (sums[label] ?? 0) + (probabilities[row * classes + label] ?? 0);
  return sums.map((sum, label) => {
    const count = given[label] ?? 0;
    return count === 0 ? unreachable : Math.max(lowestThreshold, sum / count);
  });
}

function confidentClass(ofRow: Float64Array, thresholds: readonly number[]): number | null {
  let reached: number | null = null;
  for (const [each, probability] of ofRow.entries()) {
    if (probability < (thresholds[each] ?? unreachable) - slack) continue;
    if (reached !== null) return likeliest(ofRow);
    reached = each;
  }
  return reached;
}

/** Whole numbers near the values with the given total: those give way that rounding moved most. */
function roundedTo(total: number, values: readonly number[]): number[] {
  const whole = values.map(roundHalfToEven);
  const missing = total - whole.reduce((a, b) => a + b, 0);
  const moved = values.map((value, at) => value - (whole[at] ?? 0));
  const leastFirst = [...values.keys()].sort((a, b) => (moved[a] ?? 0) - (moved[b] ?? 0) || a - b);
  if (missing > 0) leastFirst.reverse();
  for (const at of leastFirst.slice(0, Math.abs(missing)))
    whole[at] = (whole[at] ?? 0) + Math.sign(missing);
  return whole;
}

function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below === 0.5) return below % 2 === 0 ? below : below + 1;
  return Math.round(value);
}

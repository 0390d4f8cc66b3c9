import { calibratedJoint } from './confidentJoint';
import { likeliest } from './likeliest';

/** A row whose label is probably wrong. */
export interface LabelIssue {
  readonly row: number;
  /** The label with the highest probability. */
  readonly suggested: number;
  /** Probability of the given label: the lower, the surer the issue. */
  readonly selfConfidence: number;
}

/** Classes keep at least so many rows. */
const fewestLeft = 1;
/** A given label that is this close to the likeliest one is not called wrong. */
const closeness = 1e-6;

/**
 * Confident learning (Northcutt, Jiang and Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels"), pruned by
 * noise rate: for each pair of classes, of the rows labelled i as many as the calibrated joint counts to be truly j, those with the
 * largest margin between the probabilities of j and i.
 * @param labels int [rows]
 * @param probabilities [rows, classes], each row out of sample and summing to 1
 * @returns the issues, the least self-confident first
 */
export function findLabelIssues(
  labels: Int32Array,
  probabilities: Float64Array,
  classes: number,
): LabelIssue[] {
  const prune = pruneCounts(calibratedJoint(labels, probabilities, classes));
  const issues: LabelIssue[] = [];
  for (let label = 0; label < classes; label += 1) {
    const rows = rowsLabelled(labels, label);
    if (rows.length <= fewestLeft) continue;
    const pruned = new Set<number>();
    for (const [other, count] of (prune[label] ?? []).entries()) {
      if (other === label || count <= 0) continue;
      const margin = (row: number): number =>
        (probabilities[row * classes + other] ?? 0) - (probabilities[row * classes + label] ?? 0);
      const margins = Float64Array.from(rows, margin);
      const byMargin = [...rows.keys()].sort((a, b) => (margins[b] ?? 0) - (margins[a] ?? 0));
      for (const at of byMargin.slice(0, count)) pruned.add(rows[at] ?? 0);
    }
    for (const row of pruned) {
      const ofRow = probabilities.subarray(row * classes, (row + 1) * classes);
      const selfConfidence = ofRow[label] ?? 0;
      const suggested = likeliest(
        ofRow.map((each, at) => (at === label ? each + closeness : each)),
      );
      if (suggested !== label) issues.push({ row, suggested, selfConfidence });
    }
  }
  return issues.sort((a, b) => a.selfConfidence - b.selfConfidence || a.row - b.row);
}

/**
 * How many rows of each label to take for each other class: what the joint says, less where too few would stay right. What a class
 * lacks is taken evenly from the counts of all labels truly of it, and what is over from rounding down stays with the class.
 */
function pruneCounts(joint: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const lacking = joint.map((counts, label) => Math.max(0, fewestLeft - (counts[label] ?? 0)));
  const noise = joint.map((counts) => Math.max(1, counts.filter((each) => each !== 0).length - 1));
  return joint.map((counts, label) =>
    counts.map((each, other) => {
      if (other === label) return Math.max(each, fewestLeft);
      return Math.max(0, Math.trunc(each - (lacking[label] ?? 0) / (noise[label] ?? 1)));
    }),
  );
}

function rowsLabelled(labels: Int32Array, label: number): number[] {
  const rows: number[] = [];
  for (const [row, each] of labels.entries()) if (each === label) rows.push(row);
  return rows;
}

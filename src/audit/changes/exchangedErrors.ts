import { calibrationError } from '../groups/calibration';
import type { PairedScoring } from './pairedScoring';

/** The change of the error when each unit's two scores change places with probability one half. */
export function exchangedChange(scoring: PairedScoring, next: () => number): () => number {
  const { before, after, units } = scoring;
  const rows = before.order.length;
  const merged = mergedOrder(scoring);
  const isExchanged = new Uint8Array(rows);
  const [old, young] = [new Float64Array(rows), new Float64Array(rows)];
  return () => {
    for (const places of units) {
      const answer = next() < 0.5 ? 1 : 0;
      for (const place of places) isExchanged[place] = answer;
    }
    let [first, second] = [0, 0];
    for (const entry of merged) {
      const [place, model] = [entry >> 1, entry & 1];
      const residual = (model === 0 ? before : after).residuals[place] ?? 0;
      if ((model ^ (isExchanged[place] ?? 0)) === 0) {
        old[first] = residual;
        first += 1;
      } else {
        young[second] = residual;
        second += 1;
      }
    }
    return calibrationError(young) - calibrationError(old);
  };
}

/** Places by ascending score under either model, twice the place plus 1 for the second. [2 rows] */
function mergedOrder({ before, after }: PairedScoring): Int32Array {
  const rows = before.order.length;
  const merged = new Int32Array(2 * rows);
  let [first, second] = [0, 0];
  for (let at = 0; at < merged.length; at += 1) {
    const [old, young] = [before.order[first] ?? 0, after.order[second] ?? 0];
    const isOld =
      second >= rows || (first < rows && (before.scores[old] ?? 0) <= (after.scores[young] ?? 0));
    merged[at] = isOld ? 2 * old : 2 * young + 1;
    if (isOld) first += 1;
    else second += 1;
  }
  return merged;
}

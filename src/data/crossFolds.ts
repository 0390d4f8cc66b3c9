import { normalise } from './duplicates/normalise';
import { seededNumbers, shuffled } from './seededNumbers';

/**
 * Which fold each row falls into, for predictions by models that were not trained on it. Rows with the same text (but for case,
 * blanks and Unicode form) fall into one fold, since a model knows a text that it has seen; each fold has its share of every
 * label, as nearly as that allows. The same rows, number and seed give the same folds.
 * @returns folds from 0, by row
 */
export function crossFolds(
  { texts, labels }: { readonly texts: readonly string[]; readonly labels: readonly string[] },
  folds: number,
  seed: number,
): Uint8Array {
  const groups = new Map<string, number[]>();
  for (const [row, text] of texts.entries()) {
    const key = normalise(text);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  const strata = new Map<string, number[][]>();
  for (const group of groups.values()) {
    const label = labels[group[0] ?? 0] ?? '';
    const stratum = strata.get(label);
    if (stratum === undefined) strata.set(label, [group]);
    else stratum.push(group);
  }
  const next = seededNumbers(seed);
  const foldOf = new Uint8Array(texts.length);
  // note: one count over all labels, so that rare ones do not all fall into the first fold.
  let dealt = 0;
  for (const [, stratum] of [...strata].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const group of shuffled(stratum, next)) {
      for (const row of group) foldOf[row] = dealt % folds;
      dealt += 1;
    }
  return foldOf;
}

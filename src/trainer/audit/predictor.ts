import { UserError } from '../../protocol/errors';
import { classify } from '../inference/classify';
import type { Classifier } from '../inference/loadClassifier';
import type { TextOptions } from '../inference/textBatches';

/** A classifier that remembers: however often an audit asks about a text, the model runs once. */
export interface Predictor {
  /** In the order of the columns of what it answers. */
  readonly labels: readonly string[];
  /**
   * Probabilities, float32 [texts, labels], in the order of the texts.
   * @throws UserError when the model answers with no finite numbers; the signal's reason when it is aborted
   */
  predict(texts: readonly string[], options?: TextOptions): Promise<Float32Array>;
}

/**
 * @param labels in the order that is wanted; the classifier's own unless it is compared with another
 * @throws UserError for labels that are not the classifier's
 */
export function createPredictor(
  classifier: Classifier,
  labels: readonly string[] = classifier.labels,
): Predictor {
  const width = labels.length;
  const columns = labelColumns(classifier, labels);
  const places = new Map<string, number>();
  let known = new Float32Array();
  return {
    labels,
    async predict(texts, options = {}) {
      const fresh = [...new Set(texts)].filter((text) => !places.has(text));
      if (fresh.length > 0) {
        const { probabilities } = await classify(classifier, fresh, options);
        refuseInfinite(probabilities, classifier);
        const all = new Float32Array(known.length + probabilities.length);
        all.set(known);
        all.set(reordered(probabilities, columns), known.length);
        for (const text of fresh) places.set(text, places.size);
        known = all;
      }
      const found = new Float32Array(texts.length * width);
      for (const [row, text] of texts.entries()) {
        const start = (places.get(text) ?? 0) * width;
        found.set(known.subarray(start, start + width), row * width);
      }
      return found;
    },
  };
}

/**
 * Where each label stands in what a model answers.
 * @throws UserError for labels that are not the model's
 */
export function labelColumns(
  { labels: own, folder }: Pick<Classifier, 'labels' | 'folder'>,
  labels: readonly string[],
): number[] {
  const columns = labels.map((label) => own.indexOf(label));
  if (own.length === labels.length && !columns.includes(-1)) return columns;
  const list = (names: readonly string[]): string =>
    names
      .slice(0, 8)
      .map((name) => `"${name.slice(0, 40)}"`)
      .join(', ');
  throw new UserError(
    `This model knows the labels ${list(own)}, the other one ${list(labels)}: their answers cannot be compared.`,
    { place: { file: folder }, next: 'Name a model that was trained on the same labels.' },
  );
}

function reordered(probabilities: Float32Array, columns: readonly number[]): Float32Array {
  if (columns.every((column, at) => column === at)) return probabilities;
  const width = columns.length;
  return probabilities.map(
    (_, at) => probabilities[at - (at % width) + (columns[at % width] ?? 0)] ?? 0,
  );
}

function refuseInfinite(probabilities: Float32Array, { folder }: Classifier): void {
  if (probabilities.every(Number.isFinite)) return;
  throw new UserError('The model answers with no finite numbers: there is nothing to audit.', {
    place: { file: folder },
    next: 'Its weights have diverged or are damaged: use an earlier checkpoint, or train with a lower learning rate.',
  });
}

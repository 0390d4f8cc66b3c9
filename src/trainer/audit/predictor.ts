import { UserError } from '../../protocol/errors';
import { classify } from '../inference/classify';
import type { Classifier } from '../inference/loadClassifier';
import type { TextOptions } from '../inference/textBatches';

/** A classifier that remembers: however often an audit asks about a text, the model runs once. */
export interface Predictor {
  readonly classifier: Classifier;
  /**
   * Probabilities, float32 [texts, labels], in the order of the texts.
   * @throws UserError when the model answers with no finite numbers; the signal's reason when it is aborted
   */
  predict(texts: readonly string[], options?: TextOptions): Promise<Float32Array>;
}

export function createPredictor(classifier: Classifier): Predictor {
  const width = classifier.labels.length;
  const places = new Map<string, number>();
  let known = new Float32Array();
  return {
    classifier,
    async predict(texts, options = {}) {
      const fresh = [...new Set(texts)].filter((text) => !places.has(text));
      if (fresh.length > 0) {
        const { probabilities } = await classify(classifier, fresh, options);
        refuseInfinite(probabilities, classifier);
        const all = new Float32Array(known.length + probabilities.length);
        all.set(known);
        all.set(probabilities, known.length);
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

function refuseInfinite(probabilities: Float32Array, { folder }: Classifier): void {
  if (probabilities.every(Number.isFinite)) return;
  throw new UserError('The model answers with no finite numbers: there is nothing to audit.', {
    place: { file: folder },
    next: 'Its weights have diverged or are damaged: use an earlier checkpoint, or train with a lower learning rate.',
  });
}

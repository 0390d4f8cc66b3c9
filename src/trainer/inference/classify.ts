import type { Classifier } from './loadClassifier';
import { softmaxRows } from './softmax';
import { runTexts, type TextOptions } from './textBatches';

export interface Classification {
  /** [texts, labels], in the order of the texts. */
  readonly logits: Float32Array;
  /** The same as probabilities. */
  readonly probabilities: Float32Array;
}

/**
 * What a model makes of texts. They are cut to the model's length, and those of similar length run together.
 * @throws the signal's reason when it is aborted
 */
export async function classify(
  classifier: Classifier,
  texts: readonly string[],
  options: TextOptions = {},
): Promise<Classification> {
  const labelCount = classifier.labels.length;
  const logits = new Float32Array(texts.length * labelCount);
  await runTexts(
    classifier,
    texts,
    (batch, { logits: found }) => {
      if (found === undefined) throw new Error('The program gave no logits.');
      for (const [at, row] of batch.entries()) {
        const own = found.subarray(at * labelCount, (at + 1) * labelCount);
        logits.set(own, row * labelCount);
      }
    },
    options,
  );
  return { logits, probabilities: softmaxRows(logits, labelCount) };
}

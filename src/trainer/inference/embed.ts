import { createEngine } from '../engine/createEngine';
import { hasHead, loadModel } from '../modelFolder/loadModel';
import { programInputs } from '../training/stepPrograms';
import { embeddingProgram } from './embeddingProgram';
import { executableCache } from './executableCache';
import { textLength, type Classifier, type ClassifierOptions } from './loadClassifier';
import { readSpanValues } from './spanValues';
import { runTexts, type TextOptions, type TextProgram } from './textBatches';

/** The encoder of a model in memory, ready to embed. */
export interface Encoder extends TextProgram {
  readonly folder: string;
  dispose(): Promise<void>;
}

/** Vectors of texts, each float32 [texts, width], in the order of the texts. */
export interface TextEmbeddings {
  /** Mean over all tokens, special ones included. */
  readonly mean: Float32Array;
  /** Of the first token. */
  readonly first: Float32Array;
  readonly width: number;
}

/**
 * Loads the encoder of a model folder, with or without a head.
 * @throws UserError for a folder that cannot be used
 */
export async function loadEncoder(
  folder: string,
  { engine: name, device, maxLength }: ClassifierOptions,
): Promise<Encoder> {
  // note: a head that the folder lacks is made up, and not looked at.
  const labels = hasHead(folder) ? null : ['none'];
  const loaded = await loadModel(folder, { labels, dropout: 0, seed: 0 });
  const { model, tokenizer, finetune } = loaded;
  const values = readSpanValues(model.spans, (parameter) => loaded.weight(parameter));
  const engine = await createEngine({
    name,
    device: device === 'auto' ? 'cpu' : device,
    spins: false,
  });
  const length = textLength(maxLength, { model, finetune });
  const encoder = encoderOn({
    ...{ folder, model, values, tokenizer, engine },
    ...{ padId: tokenizer.padId, maxLength: length },
  });
  return {
    ...encoder,
    async dispose() {
      await encoder.dispose();
      await engine.dispose();
    },
  };
}

/** The encoder of a classifier, on the same engine and weights; the classifier outlives it. */
export function encoderOf(classifier: Classifier): Encoder {
  return encoderOn(classifier);
}

/** What each text becomes. @throws the signal's reason when it is aborted */
export async function embed(
  encoder: Encoder,
  texts: readonly string[],
  options: TextOptions = {},
): Promise<TextEmbeddings> {
  let [width, mean, first] = [0, new Float32Array(), new Float32Array()];
  await runTexts(
    encoder,
    texts,
    (batch, { mean: means, first: firsts }, rowCount) => {
      if (means === undefined || firsts === undefined)
        throw new Error('The program gave no embeddings.');
      if (width === 0) {
        width = means.length / rowCount;
        mean = new Float32Array(texts.length * width);
        first = new Float32Array(texts.length * width);
      }
      for (const [at, row] of batch.entries()) {
        mean.set(means.subarray(at * width, (at + 1) * width), row * width);
        first.set(firsts.subarray(at * width, (at + 1) * width), row * width);
      }
    },
    options,
  );
  return { mean, first, width };
}

function encoderOn(
  source: Omit<Classifier, 'labels' | 'finetune' | 'executable' | 'dispose'>,
): Encoder {
  const { folder, model, values, tokenizer, padId, maxLength, engine } = source;
  const programs = executableCache((rows, tokens) =>
    engine.compile(embeddingProgram(model), programInputs(model, rows, tokens)),
  );
  return {
    ...{ folder, model, values, tokenizer, padId, maxLength },
    executable: (rows, tokens) => programs.executable(rows, tokens),
    dispose: () => programs.dispose(),
  };
}

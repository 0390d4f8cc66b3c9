import type { Device, EngineName } from '../../protocol/runConfig';
import { createEngine } from '../engine/createEngine';
import type { Engine } from '../engine/engine';
import { loadModel, type LoadedModel } from '../modelFolder/loadModel';
import type { FinetuneFile } from '../modelFolder/finetuneFile';
import { logitsProgram, programInputs } from '../training/stepPrograms';
import { executableCache } from './executableCache';
import { readSpanValues, type SpanValues } from './spanValues';
import type { TextProgram } from './textBatches';

/** A trained model in memory, ready to classify. */
export interface Classifier extends TextProgram {
  readonly folder: string;
  /** In the order of their ids. */
  readonly labels: readonly string[];
  /** What its run kept beside it: fields, files; null for a model from elsewhere. */
  readonly finetune: FinetuneFile | null;
  readonly engine: Engine;
  dispose(): Promise<void>;
}

export interface ClassifierOptions {
  readonly engine: EngineName;
  /** 'auto' takes the processor, which every machine has. */
  readonly device: Device | 'auto';
  /** Tokens per text; null: as the run had it, else as many as the model reads, at most 512. */
  readonly maxLength: number | null;
}

const usualMaxLength = 512;

/**
 * Loads a model folder with its trained head.
 * @throws UserError for a folder that cannot be used, or one without a head
 */
export async function loadClassifier(
  folder: string,
  { engine: name, device, maxLength }: ClassifierOptions,
): Promise<Classifier> {
  const loaded = await loadModel(folder, { labels: null, dropout: 0, seed: 0 });
  const values = readSpanValues(loaded.model.spans, (parameter) => loaded.weight(parameter));
  const engine = await createEngine({
    name,
    device: device === 'auto' ? 'cpu' : device,
    spins: false,
  });
  return createClassifier(loaded, { engine, values, maxLength });
}

/** A classifier of values that are in memory already, such as those of a training. */
function createClassifier(
  { folder, model, labels, finetune, tokenizer }: LoadedModel,
  options: {
    readonly engine: Engine;
    readonly values: SpanValues;
    readonly maxLength: number | null;
  },
): Classifier {
  const { engine, values } = options;
  const programs = executableCache((rows, tokens) =>
    engine.compile(logitsProgram(model), programInputs(model, rows, tokens)),
  );
  return {
    folder,
    labels,
    finetune,
    model,
    values,
    tokenizer,
    padId: tokenizer.padId,
    engine,
    maxLength: textLength(options.maxLength, { model, finetune }),
    executable: (rows, tokens) => programs.executable(rows, tokens),
    async dispose() {
      await programs.dispose();
      await engine.dispose();
    },
  };
}

/** What a run used, within what the model reads. */
export function textLength(
  asked: number | null,
  { model, finetune }: Pick<LoadedModel, 'model' | 'finetune'>,
): number {
  return Math.min(asked ?? finetune?.maxLength ?? usualMaxLength, model.maxTokens);
}

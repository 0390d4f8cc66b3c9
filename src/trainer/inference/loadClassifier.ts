import type { Device, EngineName } from '../../protocol/runConfig';
import { createEngine } from '../engine/createEngine';
import type { Engine, Executable } from '../engine/engine';
import { loadModel, type LoadedModel } from '../modelFolder/loadModel';
import type { FinetuneFile } from '../modelFolder/finetuneFile';
import type { Model } from '../models/model';
import type { TextTokenizer } from '../../data/tokens/textTokenizer';
import { logitsProgram, programInputs } from '../training/stepPrograms';
import { readSpanValues, type SpanValues } from './spanValues';

/** A trained model in memory, ready to classify. */
export interface Classifier {
  readonly folder: string;
  /** In the order of their ids. */
  readonly labels: readonly string[];
  /** Tokens per text, special tokens included. */
  readonly maxLength: number;
  /** What its run kept beside it: fields, files; null for a model from elsewhere. */
  readonly finetune: FinetuneFile | null;
  readonly model: Model;
  readonly values: SpanValues;
  readonly tokenizer: TextTokenizer;
  readonly padId: number;
  readonly engine: Engine;
  /** Compiled on first use; see classify. */
  executable(rows: number, tokens: number): Promise<Executable>;
  dispose(): Promise<void>;
}

export interface ClassifierOptions {
  readonly engine: EngineName;
  /** 'auto' takes the processor, which every machine has. */
  readonly device: Device | 'auto';
  /** Tokens per text; null: as the run had it, else as many as the model reads, at most 512. */
  readonly maxLength: number | null;
}

/** Compiled shapes kept. */
const mostExecutables = 16;
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
  const engine = await createEngine({ name, device: device === 'auto' ? 'cpu' : device });
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
  // A Map iterates in the order of insertion: its first entry is the least recently used.
  const executables = new Map<string, Executable>();
  const compile = (rows: number, tokens: number): Promise<Executable> =>
    engine.compile(logitsProgram(model), programInputs(model, rows, tokens));
  return {
    folder,
    labels,
    finetune,
    model,
    values,
    tokenizer,
    padId: tokenizer.padId,
    engine,
    maxLength: Math.min(
      options.maxLength ?? finetune?.maxLength ?? usualMaxLength,
      model.maxTokens,
    ),
    async executable(rows, tokens) {
      const key = `${rows}x${tokens}`;
      const found = executables.get(key) ?? (await compile(rows, tokens));
      executables.delete(key);
      executables.set(key, found);
      const oldest = executables.entries().next().value;
      if (executables.size > mostExecutables && oldest) {
        executables.delete(oldest[0]);
        await oldest[1].dispose();
      }
      return found;
    },
    async dispose() {
      for (const executable of executables.values()) await executable.dispose();
      executables.clear();
      await engine.dispose();
    },
  };
}

import { statSync } from 'node:fs';
import path from 'node:path';
import { orderLabels } from '../../data/labels';
import { UserError } from '../../protocol/errors';
import { ConfigReader } from '../models/configReader';
import { familyOf } from '../models/families';
import type { Family, Network } from '../models/family';
import type { Model } from '../models/model';
import { elementCount } from '../models/parameters';
import { openWeights, type WeightFiles } from '../weights/weightFiles';
import { readFinetuneFile, type FinetuneFile } from './finetuneFile';
import { initialValues } from './initialValues';
import { readJsonObject, type JsonObject } from '../../data/tokens/jsonFile';
import { headNotes, keptHead, pickRows } from './keptHead';
import { genericLabels, modelLabels } from './labels';
import { matchParameters, tensorsByParameter } from './parameterSources';
import type { TextTokenizer } from '../../data/tokens/textTokenizer';
import { loadTokenizer } from './tokenizer';
import { readTokenizerFiles, type TokenizerFiles } from '../../data/tokens/tokenizerFiles';

export interface LoadOptions {
  /** Labels the data hold; null: those of the model's own head, which it must have. */
  readonly labels: readonly string[] | null;
  /** Labels in the order of their ids, whatever order the model's own have; null or left out: nobody declared any. */
  readonly declared?: readonly string[] | null;
  /** Dropout in all places; null keeps the model's own rates. */
  readonly dropout: number | null;
  /** Seeds parameters that the checkpoint does not bring. */
  readonly seed: number;
}

/** A model folder that has been checked; its weights are read when they are asked for. */
export interface ModelFolder {
  readonly folder: string;
  readonly model: Model;
  readonly architecture: string;
  /** Labels in the order of their ids. */
  readonly labels: readonly string[];
  /** The ids that the model's own config gives labels; null when it names none. */
  readonly label2id: Readonly<Record<string, number>> | null;
  readonly parameterCount: number;
  /** config.json as it is. */
  readonly config: JsonObject;
  /** What the run that made this model kept beside it; null for a model from elsewhere. */
  readonly finetune: FinetuneFile | null;
  readonly tokenizerFiles: TokenizerFiles;
  /** Sentences for the log: what starts untrained, what was not used. */
  readonly notes: readonly string[];
  /** A parameter's float32 values by its Hugging Face name, in a fresh array at every call. */
  readonly weight: (name: string) => Float32Array;
}

export interface LoadedModel extends ModelFolder {
  readonly tokenizer: TextTokenizer;
}

/**
 * Reads and checks a model folder and its tokenizer.
 * @throws UserError for whatever cannot be used, naming the file
 */
export async function loadModel(folder: string, options: LoadOptions): Promise<LoadedModel> {
  const read = readModelFolder(folder, options);
  return { ...read, tokenizer: await loadTokenizer(read.tokenizerFiles) };
}

/**
 * The same without making the tokenizer: no tensor is read and next to nothing allocated.
 * @throws UserError for whatever cannot be used, naming the file
 */
export function readModelFolder(folder: string, options: LoadOptions): ModelFolder {
  const { config, reader, family, network, weights, tensors, head } = openFolder(folder);
  const own = modelLabels(reader) ?? (head === null ? null : genericLabels(head.labelCount));
  const labels = labelsFor(folder, options, { own, head });

  const model = network.create({ labelCount: labels.length, dropout: options.dropout });
  const kept = head && keptHead(options, labels, { own, labelCount: head.labelCount });
  const sources = matchParameters({ model, network, folder }, { weights, tensors, kept });
  const { found, fresh } = sources;
  const freshByName = new Map(fresh.map((parameter) => [parameter.name, parameter]));
  const parameters = model.spans.flatMap(({ members }) => members);
  return {
    folder,
    model,
    architecture: family.architecture,
    labels,
    label2id: own && idsOf(own),
    parameterCount: parameters.reduce((sum, { shape }) => sum + elementCount(shape), 0),
    config,
    finetune: readFinetuneFile(folder),
    tokenizerFiles: readTokenizerFiles(folder, { vocabSize: network.vocabSize }),
    notes: [
      ...(head === null || own === null ? [] : headNotes(own, labels, kept)),
      ...notesOf(family, network, sources),
    ],
    weight(name) {
      const tensorName = found.get(name);
      if (tensorName !== undefined) {
        const values = weights.read(tensorName);
        return kept !== null && name.startsWith(network.headPrefix)
          ? pickRows(values, kept)
          : values;
      }
      const parameter = freshByName.get(name);
      if (parameter === undefined) throw new Error(`The model has no parameter ${name}.`);
      return initialValues(parameter, { seed: options.seed, deviation: network.initializerRange });
    },
  };
}

/**
 * Whether a model folder brings a trained classification head: a bare encoder does not.
 * @throws UserError for a folder that cannot be used, naming the file
 */
export function hasHead(folder: string): boolean {
  return openFolder(folder).head !== null;
}

function openFolder(folder: string) {
  requireFolder(folder);
  const configFile = path.join(folder, 'config.json');
  const config = readJsonObject(configFile, largestConfig);
  const reader = new ConfigReader(config, configFile);
  const family = familyOf(reader);
  const network = family.read(reader);
  const weights = openWeights(folder);
  const tensors = tensorsByParameter(family, weights);
  const head = headOf(network, weights, tensors);
  return { config, reader, family, network, weights, tensors, head };
}

const largestConfig = 16 * 2 ** 20;

function requireFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  const what = found === undefined ? 'There is no folder here' : 'This is a file, not a folder';
  throw new UserError(`${what}: a model is a folder with config.json and model.safetensors.`, {
    place: { file: folder },
    next: 'Set "model" to the folder of a model in Hugging Face layout.',
  });
}

interface Head {
  /** Rows of the classifier's weight. */
  readonly labelCount: number;
}

function headOf(
  { headPrefix }: Network,
  weights: WeightFiles,
  tensors: ReadonlyMap<string, string>,
): Head | null {
  const tensorName = tensors.get(`${headPrefix}weight`);
  if (tensorName === undefined) return null;
  return { labelCount: weights.tensors.get(tensorName)?.entry.shape[0] ?? 0 };
}

function labelsFor(
  folder: string,
  options: LoadOptions,
  { own, head }: { own: readonly string[] | null; head: Head | null },
): readonly string[] {
  const { declared = null } = options;
  if (declared !== null) return declared;
  if (options.labels !== null) return orderLabels(options.labels, own && idsOf(own));
  if (own !== null && head !== null) return own;
  throw new UserError('This model has no classification head: it was not fine-tuned yet.', {
    place: { file: folder },
    next: 'Choose the model/ folder of a finished run, or train this model first.',
  });
}

/** What config.json calls `label2id`. */
function idsOf(labels: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(labels.map((label, id) => [label, id]));
}

function notesOf(
  { architecture }: Family,
  { headPrefix }: Network,
  { fresh, unused }: { fresh: readonly { name: string }[]; unused: readonly string[] },
): string[] {
  const notes: string[] = [];
  if (fresh.length > 0) {
    notes.push(`Starts untrained: ${list(fresh.map(({ name }) => name))}.`);
  }
  const strange = unused.filter((name) => !name.startsWith(headPrefix));
  if (strange.length > 0) {
    notes.push(`Not used, since ${architecture} has no such parameter: ${list(strange)}.`);
  }
  return notes;
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 6).join(', ');
  return names.length > 6 ? `${shown} and ${names.length - 6} more` : shown;
}

import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { commitFolder } from '../checkpoint/durable';
import { diskError } from '../../runs/diskError';
import { writeSafetensors, type NamedTensor } from '../weights/writeSafetensors';
import { finetuneFileName, type FinetuneFile } from './finetuneFile';
import type { JsonObject } from '../../data/tokens/jsonFile';
import type { ModelFolder } from './loadModel';

/** Everything but the numbers of a model that is saved. */
export type SavedModel = Pick<
  ModelFolder,
  'architecture' | 'config' | 'labels' | 'tokenizerFiles' | 'model'
>;

export interface SaveRequest {
  readonly saved: SavedModel;
  /** Every parameter under its Hugging Face name; see namedArrays of the parameter store. */
  readonly tensors: readonly NamedTensor[];
  readonly finetune: FinetuneFile;
}

/**
 * Makes `folder` a model in Hugging Face layout, complete or not at all; what stood there before is replaced.
 * @throws UserError for a full or refusing disk; what was there before stays
 */
export async function saveModel(folder: string, request: SaveRequest): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  await commitFolder(folder, async (temporary) => {
    await mkdir(temporary);
    await writeModelFiles(temporary, request);
  });
}

/**
 * Writes a model's files into a folder that nobody reads yet.
 * @throws UserError for a full or refusing disk
 */
export async function writeModelFiles(
  folder: string,
  { saved, tensors, finetune }: SaveRequest,
): Promise<void> {
  requireAll(saved, tensors);
  await writeSafetensors(path.join(folder, 'model.safetensors'), tensors);
  const texts = new Map([
    ...saved.tokenizerFiles.texts,
    ['config.json', print(savedConfig(saved))],
    [finetuneFileName, print(finetune)],
  ]);
  try {
    for (const [name, text] of texts) await writeFile(path.join(folder, name), text);
  } catch (error) {
    throw diskError(error) ?? error;
  }
}

/** A model without one of its parameters would load, with noise in its place. */
function requireAll({ model }: SavedModel, tensors: readonly NamedTensor[]): void {
  const given = new Map(tensors.map(({ name, shape }) => [name, shape.join()]));
  for (const { name, shape } of model.spans.flatMap(({ members }) => members)) {
    if (given.get(name) !== shape.join()) throw new Error(`${name} is missing or misshapen.`);
  }
}

/** Facts of the model it was made from that no longer hold. */
const outdated = new Set([
  '_name_or_path',
  'dtype',
  'finetuning_task',
  'num_labels',
  'transformers_version',
]);

/** The config the model came with, told what it has become. */
function savedConfig({ config, architecture, labels }: SavedModel): JsonObject {
  return {
    ...Object.fromEntries(Object.entries(config).filter(([key]) => !outdated.has(key))),
    architectures: [architecture],
    id2label: Object.fromEntries(labels.map((label, id) => [String(id), label])),
    label2id: Object.fromEntries(labels.map((label, id) => [label, id])),
    problem_type: 'single_label_classification',
    torch_dtype: 'float32',
  };
}

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

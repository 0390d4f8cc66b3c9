import { existsSync, readFileSync, realpathSync, statSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../protocol/errors';
import { requireFinite } from './finiteTensor';
import { openSafetensors, readTensor, type SafetensorsFile } from './readSafetensors';
import type { TensorEntry } from './safetensorsHeader';

/** All tensors of a model folder, in one file or several. */
export interface WeightFiles {
  readonly tensors: ReadonlyMap<string, { readonly entry: TensorEntry; readonly file: string }>;
  /** Reads anew at every call; nothing stays in memory. @throws UserError for numbers that are not finite */
  read(name: string): Float32Array;
}

const singleFile = 'model.safetensors';
const indexFile = 'model.safetensors.index.json';
const largestIndex = 16 * 2 ** 20;
const mostShards = 1_000;

/**
 * Opens the weights of a model folder: headers are read and checked, no tensor is.
 * @throws UserError when there are none, only pickled ones, or a damaged file
 */
export function openWeights(folder: string): WeightFiles {
  const single = path.join(folder, singleFile);
  if (existsSync(single)) return joined([openSafetensors(single)]);
  const index = path.join(folder, indexFile);
  if (existsSync(index)) return sharded(folder, index);
  return refuseFolder(folder);
}

function refuseFolder(folder: string): never {
  const isPickled = readdirSync(folder).find((name) =>
    /\.(bin|pt|pth|ckpt|pkl|h5|msgpack)$/.test(name),
  );
  if (isPickled !== undefined) {
    throw new UserError(
      `The weights are in ${isPickled}, a format that can run code when it is opened, so it is not read.`,
      {
        place: { file: folder },
        next:
          "Convert them where you trust them: AutoModel.from_pretrained(folder).save_pretrained(folder) in Python's " +
          `transformers writes ${singleFile}.`,
      },
    );
  }
  throw new UserError(`This model folder has no weights: ${singleFile} is missing.`, {
    place: { file: folder },
    next: 'Choose the folder that holds config.json and model.safetensors, or download the model again.',
  });
}

function joined(files: readonly SafetensorsFile[]): WeightFiles {
  const owners = new Map<string, SafetensorsFile>();
  for (const file of files) {
    for (const name of file.entries.keys()) {
      const other = owners.get(name);
      if (other !== undefined) {
        throw new UserError(`The tensor "${name}" stands in ${path.basename(other.file)} too.`, {
          place: { file: file.file },
          next: 'Copy or download the model again.',
        });
      }
      owners.set(name, file);
    }
  }
  const tensors = [...owners].flatMap(([name, { file, entries }]) => {
    const entry = entries.get(name);
    return entry === undefined ? [] : [[name, { entry, file }] as const];
  });
  return {
    tensors: new Map(tensors),
    read(name) {
      const owner = owners.get(name);
      if (owner === undefined) throw new Error(`No file has the tensor ${name}.`);
      const values = readTensor(owner, name);
      requireFinite(values, name, owner.file);
      return values;
    },
  };
}

function sharded(folder: string, index: string): WeightFiles {
  const weightMap = readIndex(index);
  const shards = [...new Set(weightMap.values())].sort();
  if (shards.length > mostShards) refuseIndex(index, `it lists ${shards.length} files`);
  const files = shards.map((shard) => openSafetensors(shardPath(folder, index, shard)));
  const weights = joined(files);
  for (const [name, shard] of weightMap) {
    const found = weights.tensors.get(name);
    if (found === undefined || path.basename(found.file) !== shard) {
      refuseIndex(index, `the tensor ${JSON.stringify(name)} is not in ${shard}`);
    }
  }
  return weights;
}

function readIndex(index: string): ReadonlyMap<string, string> {
  if (statSync(index).size > largestIndex) refuseIndex(index, 'it is too big');
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(index, 'utf8'));
  } catch {
    return refuseIndex(index, 'it is not JSON');
  }
  const map =
    typeof parsed === 'object' && parsed !== null && 'weight_map' in parsed
      ? parsed.weight_map
      : null;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    return refuseIndex(index, 'it has no "weight_map"');
  }
  const entries = Object.entries(map).map(([name, shard]: [string, unknown]) =>
    typeof shard === 'string'
      ? ([name, shard] as const)
      : refuseIndex(index, `the entry ${JSON.stringify(name)} names no file`),
  );
  if (entries.length === 0) refuseIndex(index, 'its "weight_map" is empty');
  return new Map(entries);
}

/** A file of the folder itself: no way out through `..`, an absolute path or a link. */
function shardPath(folder: string, index: string, shard: string): string {
  const isPlainName = /^[\w][\w.-]*\.safetensors$/.test(shard);
  if (!isPlainName)
    refuseIndex(index, `${JSON.stringify(shard.slice(0, 80))} is no file of this folder`);
  const file = path.join(folder, shard);
  if (!existsSync(file)) refuseIndex(index, `${shard} is missing`);
  if (path.dirname(realpathSync(file)) !== realpathSync(folder)) {
    refuseIndex(index, `${shard} is a link out of this folder`);
  }
  return file;
}

function refuseIndex(file: string, why: string): never {
  throw new UserError(`The list of weight files cannot be used: ${why}.`, {
    place: { file },
    next: 'Copy or download the model again.',
  });
}

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Data files in a folder and one below, training files first. */
export function findDataFiles(folder: string): string[] {
  const files = [folder, ...foldersIn(folder)].flatMap((place) =>
    namesIn(place)
      .filter((name) => /\.(jsonl|ndjson|json|csv|tsv|parquet)$/i.test(name))
      .filter((name) => !/^package|^tsconfig|\.(finetune|recipe|manifest)\.json$/.test(name))
      .map((name) => path.join(place, name)),
  );
  const isTraining = (file: string): number => (/train/i.test(path.basename(file)) ? 0 : 1);
  return files.sort((a, b) => isTraining(a) - isTraining(b));
}

/** Models that come with this product. */
export const sampleModels = path.resolve(fileURLToPath(import.meta.url), '../../samples/models');

/** Model folders in a folder, in its `models/`, and the encoder that comes with this product. */
export function findModelFolders(folder: string): string[] {
  const models = path.join(folder, 'models');
  return [...foldersIn(models), ...foldersIn(folder), ...foldersIn(sampleModels)].filter(
    (place) =>
      existsSync(path.join(place, 'config.json')) &&
      namesIn(place).some((name) => name.endsWith('.safetensors')),
  );
}

function foldersIn(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !/^\.|^node_modules$/.test(entry.name))
      .map((entry) => path.join(folder, entry.name));
  } catch {
    return [];
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

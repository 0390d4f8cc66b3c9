import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';

/** A model folder that a run may start from. */
export interface LocalModel {
  readonly folder: string;
  readonly name: string;
  /** `model_type` of its config.json. */
  readonly family: string;
}

/** Models in these folders and in the folders right below them; each once. */
export async function findModels(folders: readonly string[]): Promise<readonly LocalModel[]> {
  const models = new Map<string, LocalModel>();
  for (const folder of folders) {
    for (const candidate of [folder, ...(await foldersIn(folder))]) {
      const model = await readModel(candidate);
      if (model !== null) models.set(candidate, model);
    }
  }
  return [...models.values()];
}

/** The model in a folder; null when it lacks a config or safetensors weights. */
export async function readModel(folder: string): Promise<LocalModel | null> {
  const names: readonly string[] = await readdir(folder).catch(() => []);
  if (!names.includes('config.json')) return null;
  if (!names.some((name) => name.endsWith('.safetensors'))) return null;
  try {
    const raw: unknown = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'));
    const family =
      typeof raw === 'object' && raw !== null && 'model_type' in raw ? raw.model_type : null;
    if (typeof family !== 'string') return null;
    return { folder, name: path.basename(folder), family };
  } catch {
    return null;
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .slice(0, 200)
    .map((entry) => path.join(folder, entry.name));
}

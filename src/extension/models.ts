import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../protocol/errors';
import { ifThere } from '../protocol/ifThere';

/** A model folder that a run may start from. */
export interface LocalModel {
  readonly folder: string;
  readonly name: string;
  /** `model_type` of its config.json. */
  readonly family: string;
}

/** Models in these folders and in the folders right below them, each once; `unread` are those that may not be looked into. */
export interface FoundModels {
  readonly models: readonly LocalModel[];
  readonly unread: readonly UserError[];
}

export async function findModels(folders: readonly string[]): Promise<FoundModels> {
  const models = new Map<string, LocalModel>();
  const unread: UserError[] = [];
  const orUnread = async <T>(look: Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await look;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unread.push(error);
      return otherwise;
    }
  };
  for (const folder of folders) {
    for (const candidate of [folder, ...(await orUnread(foldersIn(folder), []))]) {
      const isKnown = unread.some(({ place }) => place?.file === candidate);
      const model = isKnown ? null : await orUnread(readModel(candidate), null);
      if (model !== null) models.set(candidate, model);
    }
  }
  return { models: [...models.values()], unread };
}

/**
 * The model in a folder; null when it lacks a config or safetensors weights. @throws UserError when folder or config may not be
 * read
 */
export async function readModel(folder: string): Promise<LocalModel | null> {
  const names = (await ifThere(folder, readdir(folder))) ?? [];
  if (!names.includes('config.json')) return null;
  if (!names.some((name) => name.endsWith('.safetensors'))) return null;
  const file = path.join(folder, 'config.json');
  const text = (await ifThere(file, readFile(file, 'utf8'))) ?? '';
  const family = familyIn(text);
  return family === null ? null : { folder, name: path.basename(folder), family };
}

function familyIn(config: string): string | null {
  let raw: unknown;
  try {
    raw = JSON.parse(config);
  } catch {
    return null;
  }
  const family =
    typeof raw === 'object' && raw !== null && 'model_type' in raw ? raw.model_type : null;
  return typeof family === 'string' ? family : null;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = (await ifThere(folder, readdir(folder, { withFileTypes: true }))) ?? [];
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .slice(0, 200)
    .map((entry) => path.join(folder, entry.name));
}

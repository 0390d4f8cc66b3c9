import type { ConfigReader } from '../models/configReader';
import { isJsonObject } from '../../data/tokens/jsonFile';

const mostLabels = 100_000;

/** The labels a model's config names, in the order of their ids; null when it names none. */
export function modelLabels(config: ConfigReader): readonly string[] | null {
  const byId = config.raw('id2label');
  if (byId !== undefined && byId !== null) return fromIds(config, 'id2label', byId);
  const byLabel = config.raw('label2id');
  if (!isJsonObject(byLabel)) return null;
  const swapped = Object.fromEntries(
    Object.entries(byLabel).map(([label, id]) => [String(id), label]),
  );
  return fromIds(config, 'label2id', swapped);
}

function fromIds(config: ConfigReader, key: string, byId: unknown): readonly string[] {
  if (!isJsonObject(byId)) return config.refuse(key, 'it does not map ids to labels');
  const count = Object.keys(byId).length;
  if (count === 0 || count > mostLabels) config.refuse(key, `it has ${count} labels`);
  const labels = Array.from({ length: count }, (_, id) => {
    const label = Object.hasOwn(byId, String(id)) ? byId[String(id)] : undefined;
    return typeof label === 'string' || typeof label === 'number'
      ? String(label)
      : config.refuse(key, `it has no label for the id ${id} of ${count}`);
  });
  if (new Set(labels).size < count) config.refuse(key, 'two ids have the same label');
  return labels;
}

/** LABEL_0, LABEL_1, …: what transformers writes when nobody named the labels. */
export function areGeneric(labels: readonly string[]): boolean {
  return labels.every((label, id) => label === `LABEL_${id}`);
}

export function genericLabels(count: number): string[] {
  return Array.from({ length: count }, (_, id) => `LABEL_${id}`);
}

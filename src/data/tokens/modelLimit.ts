import { existsSync } from 'node:fs';
import path from 'node:path';
import { readJsonObject, type JsonObject } from './jsonFile';

/** Families whose positions begin behind the padding token, as fairseq counts: 514 of them read 512 tokens. */
const countsBehindPadding = /^(?:xlm-)?roberta|^camembert|^longformer|^data2vec-text|^mpnet/;

const largestConfig = 2 ** 20;

/**
 * How many tokens a model reads at most, special ones included, as its config.json says; null: it says nothing, or counts
 * positions in a way that has no end.
 * @throws UserError when config.json cannot be read
 */
export function modelLimit(folder: string): number | null {
  const file = path.join(folder, 'config.json');
  if (!existsSync(file)) return null;
  return limitOf(readJsonObject(file, largestConfig));
}

function limitOf(config: JsonObject): number | null {
  const named = ['max_position_embeddings', 'n_positions', 'n_ctx'].map((key) => config[key]);
  const positions = named.find(
    (value): value is number => Number.isSafeInteger(value) && (value as number) > 0,
  );
  if (positions === undefined) return null;
  const { model_type: type, pad_token_id: padding } = config;
  if (typeof type !== 'string' || !countsBehindPadding.test(type)) return positions;
  return Math.max(1, positions - 1 - (typeof padding === 'number' ? padding : 1));
}

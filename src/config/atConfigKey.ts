import { readFileSync } from 'node:fs';
import { flattenConfig } from '../protocol/configValues';
import { UserError } from '../protocol/errors';
import type { RunConfig } from '../protocol/runConfig';
import { placeOfValue, readJsonc } from './jsoncText';
import { pathOfKey } from './overrides';
import { runConfigKind } from './runConfigKind';

/**
 * An error whose key stands in the run's config file, placed there; any other error as it is. Only a key that has
 * the value the run used: a flag may have set another, and the file may have changed. Never throws.
 * @param file the config file the run came from, when it came from one
 */
export function atConfigKey(error: unknown, file: string | null, config: RunConfig): unknown {
  if (!(error instanceof UserError) || error.key === undefined || file === null) return error;
  let text: string;
  try {
    text = new TextDecoder('utf-8').decode(readFileSync(file));
  } catch {
    return error;
  }
  const { key, message, next, detail } = error;
  const used = flattenConfig(config).get(key);
  const place = placeOfValue(readJsonc(text, runConfigKind), pathOfKey(key), used);
  if (place === null) return error;
  return new UserError(message, {
    place: { file, ...place },
    key,
    ...(next === undefined ? {} : { next }),
    ...(detail === undefined ? {} : { detail }),
  });
}

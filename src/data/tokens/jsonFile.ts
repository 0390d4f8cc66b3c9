import { readFileSync, statSync } from 'node:fs';
import { UserError } from '../../protocol/errors';

export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A JSON object from a file of a model folder.
 * @throws UserError when the file is missing, too big, not JSON, nested too deeply or not an object
 */
export function readJsonObject(file: string, largestBytes: number): JsonObject {
  const parsed = parse(readBounded(file, largestBytes), file);
  if (isTooDeep(parsed)) {
    throw new UserError('This file is nested too deeply.', { place: { file }, next });
  }
  if (isJsonObject(parsed)) return parsed;
  throw new UserError('This file must hold a JSON object.', { place: { file }, next });
}

const deepest = 64;

/** Deeper values would overflow the stack of whoever prints or copies them. */
function isTooDeep(value: unknown): boolean {
  let level = [value].filter(isNested);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === deepest) return true;
    level = level.flatMap((part) => Object.values(part).filter(isNested));
  }
  return false;
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** @throws UserError when the file is missing, too big or no ordinary file */
export function readBounded(file: string, largestBytes: number): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new UserError('This file of the model folder is missing.', { place: { file }, next });
  }
  // note: a pipe would wait for ever, a device never end.
  if (!stats.isFile()) {
    throw new UserError('This is not an ordinary file.', { place: { file }, next });
  }
  const { size } = stats;
  if (size > largestBytes) {
    const [has, most] = [size, largestBytes].map((bytes) => `${(bytes / 1e6).toFixed(0)} MB`);
    throw new UserError(`This file has ${has ?? ''}; more than ${most ?? ''} is not read.`, {
      place: { file },
      next,
    });
  }
  return readFileSync(file, 'utf8');
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const next = 'Choose a folder in Hugging Face layout, or copy or download the model again.';

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : '';
    throw new UserError(`This file is not valid JSON: ${why}.`, { place: { file }, next });
  }
}

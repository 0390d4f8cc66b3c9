import { UserError } from '../protocol/errors';
import { nearestKey } from './didYouMean';
import { runConfigJsonSchema } from './jsonSchema';
import type { ConfigProblem, Finding } from './problem';
import { runConfigKind } from './runConfigKind';
import { schemasIn } from './schemaPlaces';

/** One `--set key.path=value`, read. */
export interface Override {
  readonly path: readonly string[];
  readonly value: unknown;
  /** As the user wrote it. */
  readonly text: string;
}

/** Reads `training.epochs=5`. The value is JSON where that fits the key, else text. @throws UserError */
export function parseOverride(text: string): Override {
  const equals = text.indexOf('=');
  if (equals <= 0) {
    throw new UserError(`"--set ${text}" has no value.`, {
      next: 'Write --set key.path=value, such as --set training.epochs=5.',
    });
  }
  const path = pathOfKey(text.slice(0, equals).trim());
  const places = schemasIn(runConfigJsonSchema(), path);
  if (places.length === 0) {
    const key = path.join('.');
    const near = nearestKey(runConfigKind, path);
    throw new UserError(`"--set ${text}": unknown key "${key}".`, {
      next:
        near === null
          ? 'The keys are those of the run config, such as training.epochs.'
          : `Did you mean "${near.join('.')}"?`,
    });
  }
  const raw = text.slice(equals + 1);
  const takesText = places.some(({ type }) => type === 'string');
  const takesNumber = places.some(({ type }) => type === 'number' || type === 'integer');
  return { path, value: readValue(raw, takesText && !takesNumber), text };
}

/** A copy of the config's value with the overrides put in, later ones last. */
export function applyOverrides(value: unknown, overrides: readonly Override[]): unknown {
  return overrides.reduce((changed, { path, value: part }) => put(changed, path, part), value);
}

/** A value that came from the command line is not to be searched in the file: says which `--set` it was. */
export function nameOverride(
  problem: ConfigProblem,
  { path: where }: Finding,
  overrides: readonly Override[],
): ConfigProblem {
  const culprit = overrides.findLast(
    (override) =>
      where.length > 0 &&
      override.path.every((part, index) => index >= where.length || where[index] === part),
  );
  return culprit === undefined ? problem : { ...problem, override: culprit.text };
}

function put(target: unknown, [key, ...rest]: readonly string[], part: unknown): unknown {
  if (key === undefined) return part;
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target);
  // A data entry may be written as a bare path: setting one of its keys makes it an object.
  const object: Record<string, unknown> = isObject
    ? { ...target }
    : typeof target === 'string' && key !== 'path'
      ? { path: target }
      : {};
  const inner = Object.hasOwn(object, key) ? object[key] : undefined;
  return { ...object, [key]: put(inner, rest, part) };
}

/** The path of a dotted key. Label names may hold dots: all that follows `classWeights` is one. */
export function pathOfKey(key: string): string[] {
  const parts = key.split('.');
  const weights = parts.indexOf('classWeights');
  if (weights < 0 || weights + 1 >= parts.length) return parts;
  return [...parts.slice(0, weights + 1), parts.slice(weights + 1).join('.')];
}

function readValue(raw: string, preferText: boolean): unknown {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return raw;
  }
  return preferText && (typeof value === 'number' || typeof value === 'boolean') ? raw : value;
}

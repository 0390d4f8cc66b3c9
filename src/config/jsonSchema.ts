import { z } from 'zod';
import { runConfigDefinition } from './definition';

/** The part of JSON schema that the definition can produce. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
}

/** A schema without alternatives. */
export type SingleSchema = Omit<JsonSchema, 'type' | 'anyOf'> & { readonly type?: string };

let cachedSchema: JsonSchema | undefined;
let cachedPaths: readonly (readonly string[])[] | undefined;

/**
 * JSON schema (draft 7) of `*.finetune.json`; comments and trailing commas are allowed, as VS Code understands it.
 * It lets unknown keys pass: parseRunConfig names the nearest key, the schema could only say "not allowed".
 */
export function runConfigJsonSchema(): JsonSchema {
  cachedSchema ??= {
    ...(z.toJSONSchema(runConfigDefinition, {
      io: 'input',
      target: 'draft-7',
      override({ jsonSchema }) {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    }) as JsonSchema),
    ...{ allowComments: true, allowTrailingCommas: true },
  };
  return cachedSchema;
}

/** All schemas a value at this place may follow, `anyOf` unfolded; empty for an unknown place. */
export function schemasAt(path: readonly (string | number)[]): readonly SingleSchema[] {
  let places = unfold(runConfigJsonSchema());
  for (const part of path) {
    places = places.flatMap((place) => {
      const child = typeof part === 'number' ? place.items : childOf(place, part);
      return child === undefined ? [] : unfold(child);
    });
  }
  return places;
}

/** Keys an object at this place may have. */
export function keysAt(path: readonly (string | number)[]): readonly string[] {
  return schemasAt(path).flatMap((schema) => Object.keys(schema.properties ?? {}));
}

/** Every key of the config as a path of names, sections included. */
export function allKeyPaths(): readonly (readonly string[])[] {
  cachedPaths ??= pathsBelow([]);
  return cachedPaths;
}

function pathsBelow(path: readonly string[]): readonly (readonly string[])[] {
  return [...new Set(keysAt(path))].flatMap((key) => {
    const inner = [...path, key];
    return [inner, ...pathsBelow(inner)];
  });
}

function childOf(schema: SingleSchema, key: string): JsonSchema | undefined {
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, key)) {
    return schema.properties[key];
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

function unfold(schema: JsonSchema): readonly SingleSchema[] {
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap(unfold);
  const { type, ...rest } = schema;
  if (type === undefined) return [rest];
  return [type].flat().map((one) => ({ ...rest, type: one }));
}

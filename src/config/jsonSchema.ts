import { z } from 'zod';
import { runConfigDefinition } from './definition';
import type { JsonSchema } from './schemaPlaces';

let cached: JsonSchema | undefined;

/** JSON schema of `*.finetune.json`. */
export function runConfigJsonSchema(): JsonSchema {
  cached ??= jsonSchemaOf(runConfigDefinition);
  return cached;
}

/**
 * JSON schema (draft 7) of a definition; comments and trailing commas are allowed, as VS Code understands it.
 * It lets unknown keys pass: we name the nearest key, the schema could only say "not allowed".
 */
export function jsonSchemaOf(definition: z.ZodType): JsonSchema {
  return {
    ...(z.toJSONSchema(definition, {
      io: 'input',
      target: 'draft-7',
      override({ jsonSchema }) {
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      },
    }) as JsonSchema),
    ...{ allowComments: true, allowTrailingCommas: true },
  };
}

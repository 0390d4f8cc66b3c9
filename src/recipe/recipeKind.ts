import { valueAt } from '../config/schemaPlaces';
import type { DocumentKind, Later } from '../config/documentKind';
import { jsonSchemaOf } from '../config/jsonSchema';
import type { JsonSchema } from '../config/schemaPlaces';
import { recipeDefinition } from './definition';

let cached: JsonSchema | undefined;

/** JSON schema of `*.recipe.json`. */
export function recipeJsonSchema(): JsonSchema {
  cached ??= jsonSchemaOf(recipeDefinition);
  return cached;
}

function stepAlternatives(): readonly JsonSchema[] {
  const items = recipeJsonSchema().properties?.steps?.items;
  return items?.oneOf ?? items?.anyOf ?? [];
}

/**
 * The same for editors: a step's keys follow from its type by conditions, so that an unknown type is told as such, and only
 * the keys of the type at hand are offered.
 */
export function publishedRecipeSchema(): object {
  const schema = recipeJsonSchema();
  const { steps, ...others } = schema.properties ?? {};
  const alternatives = stepAlternatives();
  const types = alternatives.map(({ properties }) => properties?.type?.const);
  const items = {
    type: 'object',
    required: ['type'],
    properties: {
      type: {
        description: 'What the step does.',
        enum: types,
        enumDescriptions: alternatives.map(({ description }) => description ?? ''),
      },
    },
    allOf: alternatives.map(({ properties = {}, required = [] }, index) => ({
      if: { properties: { type: { const: types[index] } }, required: ['type'] },
      then: { properties: { ...properties, type: {} }, required },
    })),
  };
  return { ...schema, properties: { ...others, steps: { ...steps, items } } };
}

/** Steps of other tools that a coming version brings, and what is said of them. */
const laterSteps: Readonly<Record<string, string>> = {
  augment: 'Writing new rows is',
  paraphrase: 'Writing new rows is',
  translate: 'Translation is',
  language: 'Telling languages apart is',
  concatenate: 'Reading several datasets is',
  merge: 'Reading several datasets is',
  decontaminate: 'Comparing with another dataset is',
  pack: 'Packing rows is',
  tokenize: 'Tokenising in a recipe is',
  toxicity: 'Scoring texts is',
};

/** Names of other tools for steps of ours. */
const stepsElsewhere: Readonly<Record<string, string>> = {
  dedupe: 'deduplicate',
  unique: 'deduplicate',
  ftfy: 'fix-mojibake',
  encoding: 'fix-mojibake',
  html: 'strip-markup',
  anonymize: 'redact',
  anonymise: 'redact',
  pii: 'redact',
  normalise: 'normalize',
  clean: 'normalize',
  map: 'rename',
  columns: 'rename',
  where: 'filter',
  select: 'filter',
  limit: 'sample',
  undersample: 'balance',
  oversample: 'balance',
  train_test_split: 'split',
};

export const recipeKind: DocumentKind = {
  name: 'recipe',
  suffix: '.recipe.json',
  begin: 'Check the path; a recipe is a file NAME.recipe.json.',
  skeleton: '{ "input": "FILE", "output": "FILE", "steps": [] }',
  schema: recipeJsonSchema,
  sayKey,
  knownElsewhere: {
    source: 'input',
    dataset: 'input',
    data: 'input',
    target: 'output',
    out: 'output',
    pipeline: 'steps',
    transforms: 'steps',
  },
  laterKey: () => null,
  laterValue,
};

/**
 * `"threshold" in step 2 (deduplicate)`, `Value 3 of "rules" in step 2 (lint)`, `Step 2 (lint)`, `Input 2`, `"seed"`: people count from 1.
 */
function sayKey(path: readonly (string | number)[], root: unknown): string {
  const [list, index, ...inside] = path;
  if (typeof index !== 'number' || (list !== 'steps' && list !== 'input'))
    return `"${path.join('.')}"`;
  const entry = list === 'steps' ? `step ${stepName(index, root)}` : `input ${index + 1}`;
  if (inside.length === 0) return `${entry.slice(0, 1).toUpperCase()}${entry.slice(1)}`;
  const last = inside.at(-1);
  return typeof last === 'number'
    ? `Value ${last + 1} of "${inside.slice(0, -1).join('.')}" in ${entry}`
    : `"${inside.join('.')}" in ${entry}`;
}

/** `2 (deduplicate)`; without the type where there is none of ours. */
function stepName(index: number, root: unknown): string {
  const type = valueAt(root, ['steps', index, 'type']);
  const known = stepAlternatives().some(({ properties }) => properties?.type?.const === type);
  return known && typeof type === 'string' ? `${index + 1} (${type})` : String(index + 1);
}

function laterValue(key: string, value: unknown): Later | null {
  if (typeof value !== 'string') return null;
  if (/^steps\.\d+\.type$/.test(key)) {
    const later = Object.hasOwn(laterSteps, value) ? laterSteps[value] : undefined;
    if (later !== undefined) {
      return {
        message: `${later} not in this version yet: there is no step "${value}".`,
        next: 'Remove the step.',
      };
    }
    const ours = Object.hasOwn(stepsElsewhere, value) ? stepsElsewhere[value] : undefined;
    if (ours !== undefined) {
      return { message: `There is no step "${value}".`, next: `The step here is "${ours}".` };
    }
  }
  if (/^input\.format$/.test(key) && /^(arrow|xlsx|excel|xml|yaml)$/i.test(value)) {
    return {
      message: `Format "${value}" is not in this version yet.`,
      next: 'Convert the file to jsonl, json, csv or tsv.',
    };
  }
  return null;
}

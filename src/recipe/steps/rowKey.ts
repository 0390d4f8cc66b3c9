import { valueOf } from '../../data/fields';
import { partsOf } from '../../data/schemas/partsOf';
import type { Part } from '../../data/schemas/schema';
import { toolParts } from '../../data/schemas/toolParts';
import { plainValue } from '../rows/exactNumber';
import type { RecipeRow, Values } from '../rows/recipeRow';
import { printRow } from '../rows/rowText';
import type { StepContext } from './preparedStep';

/** Texts of a row that are compared with those of others. */
export type KeyOf = (row: RecipeRow) => readonly string[];

/** Prompt and target as the schema names them, and what they say of tools; the whole row where it has neither. */
export function contentKey({ schema }: StepContext): KeyOf {
  const found = schema();
  return ({ values }) => {
    const parts = partsOf(found, values);
    if (!saysAnything(parts)) return [printRow(values)];
    return textsOf([...parts, ...toolParts(found, values)]);
  };
}

/**
 * What must not stand in two parts of a split: the prompt without its answer; for chats, and where there is no prompt,
 * all that is said.
 */
export function promptKey({ schema }: StepContext): KeyOf {
  const found = schema();
  const isChat = found.name === 'messages' || found.name === 'sharegpt';
  return ({ values }) => {
    const parts = partsOf(found, values);
    const prompts = isChat
      ? []
      : parts.filter(({ role }) => role === 'prompt' || role === 'context');
    return saysAnything(parts) ? textsOf(prompts.length > 0 ? prompts : parts) : [printRow(values)];
  };
}

function textsOf(parts: readonly Part[]): readonly string[] {
  return parts.map(({ text }) => text);
}

/** A row of another schema, from another input perhaps, may share nothing but a label with the others. */
function saysAnything(parts: readonly Part[]): boolean {
  return parts.some(({ role }) => role !== 'label');
}

/** The columns that a step names. */
export function columnsKey(columns: readonly string[]): KeyOf {
  return ({ values }) => columns.map((column) => valueText(values, column));
}

/** A value of any kind as text: what is written alike is the same. */
export function valueText(values: Values, column: string): string {
  const value = plainValue(valueOf(values, column));
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

import { columnOf } from '../partsOf';
import { columnPath, isRecord } from '../columnPath';
import type { Schema, SchemaName } from '../schema';
import { Refused, refuse, without } from './dialogue';
import { writePreference } from './preference';
import { readDialogue } from './readDialogue';
import { writeAlpaca, writeMessages, writePromptCompletion, writeShareGpt } from './writeDialogue';

type Values = Readonly<Record<string, unknown>>;

export type Conversion =
  | { readonly type: 'converted'; readonly values: Values }
  /** What would be lost or cannot be told, as the rest of a sentence: "it has two system prompts". */
  | { readonly type: 'refused'; readonly reason: string };

const chats: readonly SchemaName[] = ['alpaca', 'sharegpt', 'messages', 'prompt-completion'];

/**
 * Why no row of one schema can be written in another, with what to do instead; null: rows can, unless one says why not.
 */
export function conversionProblem(from: SchemaName, to: SchemaName): string | null {
  if (from === to) return null;
  if (chats.includes(to) && (chats.includes(from) || from === 'classification')) return null;
  if (from === 'preference' && chats.includes(to)) {
    return `Rows of preference have two answers, and ${to} has one: the rejected answer would be lost. Rename "chosen" and drop "rejected" first if that is meant.`;
  }
  if (from === 'feedback' && chats.includes(to)) {
    return `Rows of feedback have answers that are marked as bad, and ${to} has none: filter by the label and rename the columns first.`;
  }
  if (chats.includes(to) || to === 'classification' || to === 'parallel') {
    return `Rows of ${from} do not turn into ${to} by themselves: rename their columns.`;
  }
  return `Rows of ${from} lack what ${to} needs.`;
}

/**
 * A row in another schema, under its usual column names. Whatever its schema does not name is kept as it is; where something
 * of the row would be lost, it is refused. Two things are spelt another way for good: Alpaca's input goes under its
 * instruction, and a system column becomes a system message. Of text and label, the label becomes the answer and keeps its
 * column too, for what counts or divides by it. Never throws.
 */
export function convertRow(from: Schema, to: SchemaName, values: Values): Conversion {
  try {
    const problem = conversionProblem(from.name, to);
    if (problem !== null) return { type: 'refused', reason: problem };
    const written = write(from, to, values);
    const others = otherColumns(from, to, values);
    const twice = Object.keys(written).filter((key) => Object.hasOwn(others, key));
    const [taken] = twice.filter((key) => key !== 'tools');
    if (taken !== undefined) refuse(`it has a column "${taken}" already`);
    return { type: 'converted', values: { ...written, ...without(others, twice) } };
  } catch (error) {
    if (error instanceof Refused) return { type: 'refused', reason: error.message };
    throw error;
  }
}

function write(from: Schema, to: SchemaName, values: Values): Values {
  if (to === 'preference') return writePreference(from, values);
  if (!chats.includes(to)) return renamed(from, values);
  // note: text stays text, since rows of one file need one type.
  const isOfTexts = from.name === 'alpaca' || from.name === 'classification';
  const isPlainPair = from.name === 'prompt-completion' && to === from.name;
  if (isPlainPair) return renamed(from, values);
  const dialogue = readDialogue(from, values);
  if (to === 'alpaca') return writeAlpaca(dialogue);
  if (to === 'sharegpt') return writeShareGpt(dialogue);
  if (to === 'messages') return writeMessages(dialogue);
  return isOfTexts ? asTexts(dialogue) : writePromptCompletion(dialogue);
}

/** An exchange of two texts. @throws Refused where there is more to it */
function asTexts(dialogue: ReturnType<typeof readDialogue>): Values {
  const { instruction, output, system, history, tools } = writeAlpaca(dialogue);
  if (system !== undefined) refuse('it has a system prompt: convert it to messages');
  if (history !== undefined) refuse('it has a history: convert it to messages');
  return { prompt: instruction, completion: output, ...(tools === undefined ? {} : { tools }) };
}

/** The schema's columns under their usual names, values as they are. */
function renamed(schema: Schema, values: Values): Values {
  const pairs = Object.keys(schema.columns).map((key) => [key, columnOf(schema, values, key)[0]]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined)) as Values;
}

/** Columns that play no part in the schema; of a dotted column, what stands beside it is kept. */
function otherColumns(schema: Schema, to: SchemaName, values: Values): Values {
  const others = new Map(Object.entries(values));
  const keepsLabel = schema.name === 'classification' && to !== schema.name;
  for (const [key, column] of Object.entries(schema.columns)) {
    if (key === 'label' && keepsLabel) continue;
    const [name = column, inner, ...deeper] = columnPath(values, column);
    const value = others.get(name);
    const beside =
      inner !== undefined && deeper.length === 0 && isRecord(value)
        ? Object.entries(value).filter(([key]) => key !== inner)
        : [];
    if (beside.length > 0) others.set(name, Object.fromEntries(beside));
    else others.delete(name);
  }
  return Object.fromEntries(others);
}

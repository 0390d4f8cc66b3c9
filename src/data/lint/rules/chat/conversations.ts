import { nearestWord } from '../../../../protocol/nearestWord';
import { columnOf } from '../../../schemas/partsOf';
import type { Schema, ValuePath } from '../../../schemas/schema';
import { speakerOf, turnsOf, type Speaker, type Turn } from '../../../schemas/turns';
import type { LintedRow } from '../../rule';

/** The column that holds the whole conversation; null: rows of this schema are no conversations. */
export function conversationKey(schema: Schema): string | null {
  const { name, columns } = schema;
  if (name === 'messages') return 'messages';
  if (name === 'sharegpt') return 'conversations';
  return name === 'feedback' && columns.completion === undefined ? 'prompt' : null;
}

/** Columns of a schema that may hold a list of messages in place of a text. */
export function messageKeys(schema: Schema): readonly string[] {
  const own = conversationKey(schema);
  if (own !== null) return [own];
  const { name } = schema;
  if (name === 'prompt-completion' || name === 'feedback') return ['prompt', 'completion'];
  return name === 'preference' ? ['prompt', 'chosen', 'rejected'] : [];
}

/** The value of a column, and its messages. */
export function conversationOf(
  schema: Schema,
  values: LintedRow['values'],
  key: string,
): { readonly value: unknown; readonly path: ValuePath; readonly turns: readonly Turn[] } {
  const [value, path] = columnOf(schema, values, key);
  return { value, path, turns: turnsOf(value, path) };
}

const usualRoles = ['system', 'user', 'assistant', 'tool', 'human', 'function_call', 'observation'];

/** Names that no schema has, and who is meant by them. */
const meant: Readonly<Record<string, Speaker>> = {
  prompter: 'user',
  customer: 'user',
  instruction: 'user',
  question: 'user',
  bot: 'assistant',
  ai: 'assistant',
  chatgpt: 'assistant',
  model: 'assistant',
  agent: 'assistant',
  answer: 'assistant',
  response: 'assistant',
  sys: 'system',
  ipython: 'tool',
  tool_response: 'tool',
  function_response: 'tool',
};

/** Who is meant by a role: also by one that is unknown, where it tells. */
export function intendedSpeaker({ role, speaker }: Turn): Speaker {
  if (speaker !== 'unknown' || role === null) return speaker;
  const plain = role.trim().toLowerCase();
  const known = speakerOf(plain);
  if (known !== 'unknown') return known;
  if (Object.hasOwn(meant, plain)) return meant[plain] ?? 'unknown';
  return speakerOf(nearestWord(plain, usualRoles));
}

/** Turns that carry loss where trainers put it. */
export function isAnswer(speaker: Speaker): boolean {
  return speaker === 'assistant' || speaker === 'call';
}

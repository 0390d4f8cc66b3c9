import { columnOf } from '../partsOf';
import type { Schema } from '../schema';
import { isText, isYesOrNo, namesOfColumn } from '../schemaColumns';
import { turnOf, type Speaker } from '../turns';
import { refuse, without, type Dialogue, type Message } from './dialogue';
import { callsOf, toolsOf } from './toolCalls';

type Values = Readonly<Record<string, unknown>>;

/** Reads a row of a chat schema. @throws Refused where a row is not what its schema says */
export function readDialogue(schema: Schema, values: Values): Dialogue {
  const of = (key: string): unknown => columnOf(schema, values, key)[0];
  const tools = toolsColumn(schema, values);
  const { name } = schema;
  if (name === 'classification') return { messages: textAndLabel(schema, of), tools };
  if (name === 'alpaca') return { messages: alpacaMessages(of), tools };
  if (name === 'prompt-completion') return { messages: promptAndCompletion(of), tools };
  const key = name === 'sharegpt' ? 'conversations' : 'messages';
  return { messages: withSystem(of('system'), messagesOf(of(key))), tools };
}

/** Declared tools stand in a column of the schema, or in one of that name. */
export function toolsColumn(schema: Schema, values: Values): unknown {
  const [named] = columnOf(schema, values, 'tools');
  const value = named ?? (Object.hasOwn(values, 'tools') ? values.tools : undefined);
  return value === undefined || value === null ? undefined : toolsOf(value);
}

/** Messages in either spelling. */
export function messagesOf(value: unknown): readonly Message[] {
  if (!Array.isArray(value) || value.length === 0) return refuse('it has no messages');
  return value.map(messageOf);
}

const roles: Readonly<Record<Exclude<Speaker, 'unknown' | 'call'>, string>> = {
  system: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};

function messageOf(value: unknown): Message {
  const turn = turnOf(value, []);
  if (turn === null) return refuse('a message is no object');
  const { message, roleKey, contentKey, role, speaker } = turn;
  const content = message[contentKey];
  const others = without(message, [roleKey, contentKey]);
  if (role === null) return refuse(`a message has no "${roleKey}"`);
  if (speaker === 'unknown') return refuse(`nobody knows the role "${role}"`);
  if ('role' in others || 'content' in others) return refuse('a message has two contents');
  if (speaker !== 'call') return { ...others, role: roles[speaker], content };
  if (typeof content !== 'string') return refuse('a function_call is no text');
  if ('tool_calls' in others) return refuse('a function_call has "tool_calls" as well');
  return { ...others, role: 'assistant', content: null, tool_calls: callsOf(content) };
}

function withSystem(system: unknown, messages: readonly Message[]): readonly Message[] {
  if (system === undefined || system === null || system === '') return messages;
  if (typeof system !== 'string') return refuse('"system" is no text');
  if (messages[0]?.role === 'system') return refuse('it has two system prompts');
  return [{ role: 'system', content: system }, ...messages];
}

/** The label as the answer. One of true or false beside messages would read as praise or blame of the answer. */
function textAndLabel(schema: Schema, of: (key: string) => unknown): readonly Message[] {
  const [text, label] = [textOf(of('text'), 'text'), of('label')];
  const isThere =
    typeof label === 'number' || typeof label === 'boolean' || (label !== '' && isText(label));
  if (!isThere) return refuse('it has no label');
  const column = schema.columns.label ?? '';
  if (isYesOrNo(label) && namesOfColumn('feedback', 'label').includes(column.toLowerCase())) {
    refuse(
      `beside messages, "${column}": ${String(label)} means a good or bad answer: rename it to "class" before`,
    );
  }
  return [user(text), assistant(String(label))];
}

function alpacaMessages(of: (key: string) => unknown): readonly Message[] {
  const messages: Message[] = [];
  for (const exchange of listOf(of('history'), 'history')) {
    const [question, answer, ...more] = listOf(exchange, 'history');
    if (more.length > 0) refuse('"history" is no list of exchanges');
    messages.push(user(textOf(question, 'history')), assistant(textOf(answer, 'history')));
  }
  const instruction = textOf(of('instruction'), 'instruction');
  const input = of('input') ?? '';
  const asked = [instruction, textOf(input, 'input')].filter((text) => text !== '');
  messages.push(user(asked.join('\n')), assistant(textOf(of('output'), 'output')));
  return withSystem(of('system'), messages);
}

function promptAndCompletion(of: (key: string) => unknown): readonly Message[] {
  const [prompt, completion] = [of('prompt'), of('completion')];
  const asked = typeof prompt === 'string' ? [user(prompt)] : messagesOf(prompt);
  const answers = typeof completion === 'string' ? [assistant(completion)] : messagesOf(completion);
  const [answer] = answers;
  if (answers.length !== 1 || answer?.role !== 'assistant') {
    return refuse('its completion is not one message of the assistant');
  }
  return withSystem(of('system'), [...asked, answer]);
}

function user(content: string): Message {
  return { role: 'user', content };
}

function assistant(content: string): Message {
  return { role: 'assistant', content };
}

function textOf(value: unknown, column: string): string {
  return typeof value === 'string' ? value : refuse(`"${column}" is no text`);
}

function listOf(value: unknown, column: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : refuse(`"${column}" is no list`);
}

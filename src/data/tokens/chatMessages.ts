import { assertNever } from '../../protocol/assertNever';
import { columnOf } from '../schemas/partsOf';
import type { Part, Schema } from '../schemas/schema';
import { isMasked, turnsOf, turnTexts, type Turn } from '../schemas/turns';
import type { ChatMessage } from './chatTemplate';

/** A row as a conversation. */
export interface Conversation {
  readonly messages: readonly ChatMessage[];
  /** Which messages the model learns to say, by index. */
  readonly trained: ReadonlySet<number>;
  readonly tools: readonly unknown[] | null;
}

type Values = Readonly<Record<string, unknown>>;

/** The conversation of a row; null: its schema is none, so that no chat template is used for it. */
export function conversationOf(
  schema: Schema,
  values: Values,
  parts: readonly Part[],
): Conversation | null {
  switch (schema.name) {
    case 'messages':
      return fromTurns(schema, values, 'messages');
    case 'sharegpt':
      return fromTurns(schema, values, 'conversations');
    case 'alpaca':
      return fromParts(parts);
    case 'prompt-completion':
    case 'preference':
    case 'feedback':
      // Texts are joined as they are; lists of messages are conversations.
      return parts.every(({ path }) => path.length === 1) ? null : fromParts(parts);
    case 'classification':
    case 'question-answering':
    case 'token-classification':
    case 'parallel':
    case 'text':
      return null;
    default:
      return assertNever(schema.name, 'schema');
  }
}

function fromTurns(
  schema: Schema,
  values: Values,
  key: 'messages' | 'conversations',
): Conversation | null {
  const [value, path] = columnOf(schema, values, key);
  const turns = turnsOf(value, path);
  if (turns.length === 0) return null;
  const [system] = columnOf(schema, values, 'system');
  const messages: ChatMessage[] = [];
  const trained = new Set<number>();
  if (typeof system === 'string' && system !== '')
    messages.push({ role: 'system', content: system });
  for (const turn of turns) {
    const isAnswer = turn.speaker === 'assistant' || turn.speaker === 'call';
    if (isAnswer && !isMasked(turn)) trained.add(messages.length);
    messages.push(messageOf(turn));
  }
  return { messages, trained, tools: toolsOf(columnOf(schema, values, 'tools')[0]) };
}

/** Roles that templates know, whatever the schema calls them. */
const roles = {
  system: 'system',
  user: 'user',
  assistant: 'assistant',
  call: 'assistant',
  tool: 'tool',
};

function messageOf(turn: Turn): ChatMessage {
  const { message, speaker, contentKey } = turn;
  const content = message[contentKey];
  const texts = turnTexts(turn).filter(({ path }) => path.at(turn.path.length) === contentKey);
  const calls = message.tool_calls;
  return {
    role: speaker === 'unknown' ? (turn.role ?? 'user') : roles[speaker],
    content:
      content === null || content === undefined ? null : texts.map(({ text }) => text).join(''),
    ...(Array.isArray(calls) ? { tool_calls: calls } : {}),
    ...(typeof message.name === 'string' ? { name: message.name } : {}),
    ...(typeof message.tool_call_id === 'string' ? { tool_call_id: message.tool_call_id } : {}),
  };
}

/** A list of definitions, or the text of one. */
function toolsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value.length === 0 ? null : (value as unknown[]);
  if (typeof value !== 'string' || !value.trimStart().startsWith('[')) return null;
  try {
    const tools = JSON.parse(value) as unknown;
    return Array.isArray(tools) && tools.length > 0 ? (tools as unknown[]) : null;
  } catch {
    return null;
  }
}

/** Texts one after the other; those of one side are one message. */
function fromParts(parts: readonly Part[]): Conversation | null {
  const messages: { role: string; content: string }[] = [];
  const trained = new Set<number>();
  for (const { role, text } of parts) {
    if (role === 'label' || role === 'rejected') continue;
    const speaker =
      role === 'target'
        ? 'assistant'
        : role === 'prompt'
          ? 'user'
          : role === 'system'
            ? 'system'
            : 'tool';
    const last = messages.at(-1);
    if (last?.role === speaker && speaker !== 'assistant') last.content += `\n${text}`;
    else messages.push({ role: speaker, content: text });
    if (speaker === 'assistant') trained.add(messages.length - 1);
  }
  return trained.size === 0 ? null : { messages, trained, tools: null };
}

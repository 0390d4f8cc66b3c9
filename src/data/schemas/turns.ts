import { isRecord } from './columnPath';
import type { ValuePath } from './schema';

/** Who speaks a turn, whatever the schema calls it. `call`: a tool call written as a turn of its own. */
export type Speaker = 'system' | 'user' | 'assistant' | 'call' | 'tool' | 'unknown';

/** One message of a conversation, in either spelling. */
export interface Turn {
  /** Leads to the message in its row. */
  readonly path: ValuePath;
  readonly message: Readonly<Record<string, unknown>>;
  /** The key that says who speaks: `role`, or `from` as ShareGPT has it. */
  readonly roleKey: 'role' | 'from';
  readonly contentKey: 'content' | 'value';
  /** What stands there; null: nothing, or no string. */
  readonly role: string | null;
  readonly speaker: Speaker;
}

const speakers: Readonly<Record<string, Speaker>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  function_call: 'call',
  tool: 'tool',
  function: 'tool',
  observation: 'tool',
};

/** Who speaks under this name; unknown where neither ShareGPT nor the messages schema has it. */
export function speakerOf(role: string | null): Speaker {
  return role !== null && Object.hasOwn(speakers, role) ? (speakers[role] ?? 'unknown') : 'unknown';
}

/** A value as one message, where it is an object; the path is the one that leads to it. */
export function turnOf(value: unknown, path: ValuePath): Turn | null {
  if (!isRecord(value)) return null;
  const isShareGpt =
    !Object.hasOwn(value, 'role') &&
    (Object.hasOwn(value, 'from') || Object.hasOwn(value, 'value'));
  const [roleKey, contentKey] = isShareGpt
    ? (['from', 'value'] as const)
    : (['role', 'content'] as const);
  const written = Object.hasOwn(value, roleKey) ? value[roleKey] : null;
  const role = typeof written === 'string' ? written : null;
  return { path, message: value, roleKey, contentKey, role, speaker: speakerOf(role) };
}

/** The messages of a list, or the one message a value is; what is no object is left out. */
export function turnsOf(value: unknown, path: ValuePath): readonly Turn[] {
  if (!Array.isArray(value)) {
    const only = turnOf(value, path);
    return only === null ? [] : [only];
  }
  const turns: Turn[] = [];
  for (const [index, each] of value.entries()) {
    const turn = turnOf(each, [...path, index]);
    if (turn !== null) turns.push(turn);
  }
  return turns;
}

/** Whether the row itself says that this turn is not trained on: OpenAI's `weight`, axolotl's `train`, LLaMA-Factory's `loss_weight`. */
export function isMasked({ message }: Turn): boolean {
  return (
    message.weight === 0 ||
    message.loss_weight === 0 ||
    message.train === false ||
    message.training === false
  );
}

/** A text of a message and where in its row it stands. */
export interface TurnText {
  readonly path: ValuePath;
  readonly text: string;
}

/** The texts of a message: its content, whole or in pieces, and the arguments of its tool calls. */
export function turnTexts({ message, path, contentKey }: Turn): readonly TurnText[] {
  const texts: TurnText[] = [];
  const content = message[contentKey];
  if (typeof content === 'string') texts.push({ path: [...path, contentKey], text: content });
  else if (Array.isArray(content)) {
    for (const [index, piece] of content.entries()) {
      if (typeof piece === 'string') {
        texts.push({ path: [...path, contentKey, index], text: piece });
      } else if (isRecord(piece)) {
        const key = typeof piece.text === 'string' ? 'text' : 'value';
        const text = piece[key];
        if (typeof text === 'string') texts.push({ path: [...path, contentKey, index, key], text });
      }
    }
  }
  const calls = message.tool_calls;
  if (!Array.isArray(calls)) return texts;
  for (const [index, call] of calls.entries()) {
    if (!isRecord(call) || !isRecord(call.function)) continue;
    const text = call.function.arguments;
    if (typeof text !== 'string') continue;
    texts.push({ path: [...path, 'tool_calls', index, 'function', 'arguments'], text });
  }
  return texts;
}

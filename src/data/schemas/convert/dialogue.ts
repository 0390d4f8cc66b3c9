/** A message as the messages schema has it; keys beyond these are kept. */
export interface Message {
  readonly role: string;
  readonly content: unknown;
  readonly [key: string]: unknown;
}

/** What chat schemas have in common: conversions read one of them into this and write another. */
export interface Dialogue {
  readonly messages: readonly Message[];
  /** Declared tools, each `{type: 'function', function: {…}}`; undefined: the row declares none. */
  readonly tools: unknown;
}

/** Why a row cannot be written in another schema; the sentence goes on from "Row 7: ". */
export class Refused extends Error {}

export function refuse(reason: string): never {
  throw new Refused(reason);
}

/** Keys of a message beyond those that say who says what. */
export function furtherKeys(message: Message): Readonly<Record<string, unknown>> {
  return without(message, ['role', 'content']);
}

/** An object without some of its keys. */
export function without(
  value: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));
}

/** A message's content as one text. @param who names it in the refusal */
export function plainContent({ content, role }: Message): string {
  if (typeof content === 'string') return content;
  const list: readonly unknown[] = Array.isArray(content) ? content : [];
  const [only] = list;
  if (list.length === 1 && typeof only === 'object' && only !== null) {
    const { type, text, value, ...others } = only as Readonly<Record<string, unknown>>;
    const own = text ?? value;
    const isText = type === 'text' && typeof own === 'string' && Object.keys(others).length === 0;
    if (isText && (text === undefined || value === undefined)) return own;
  }
  return refuse(
    content === null || content === undefined
      ? `a message of "${role}" has no text`
      : `a message of "${role}" is more than a text`,
  );
}

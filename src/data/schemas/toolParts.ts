import { isRecord } from './columnPath';
import { columnOf } from './partsOf';
import type { Part, Schema } from './schema';
import { turnsOf } from './turns';

type Values = Readonly<Record<string, unknown>>;

/** The columns that may hold messages. */
const messageColumns = ['messages', 'conversations', 'prompt', 'completion', 'chosen', 'rejected'];

/**
 * What a row says of tools beside its texts: the tools it declares, the names and ids of calls, and the calls that results
 * answer. Rows of the same texts train another thing where this differs. Never throws.
 */
export function toolParts(schema: Schema, values: Values): readonly Part[] {
  const parts: Part[] = [];
  const [tools, path] = columnOf(schema, values, 'tools');
  // note: tools that are written as a text are among the row's texts.
  if (typeof tools === 'object' && tools !== null)
    parts.push({ path, text: JSON.stringify(tools), role: 'context' });
  for (const key of messageColumns) {
    const [value, place] = columnOf(schema, values, key);
    for (const [index, turn] of turnsOf(value, place).entries()) {
      const calls = callsIn(turn.message);
      if (calls === null) continue;
      parts.push({ path: turn.path, text: JSON.stringify([index, calls]), role: 'context' });
    }
  }
  return parts;
}

/** Null: the message neither calls nor answers a call. */
function callsIn(message: Values): readonly unknown[] | null {
  const { tool_calls: calls, function_call: call, tool_call_id: answered, name } = message;
  const said = [Array.isArray(calls) ? calls.map(withoutText) : calls, call, answered, name];
  return said.every((each) => each === undefined || each === null) ? null : said;
}

/** Arguments that are a text are among the row's texts. */
function withoutText(call: unknown): unknown {
  if (!isRecord(call) || !isRecord(call.function)) return call;
  const { arguments: given, ...named } = call.function;
  return typeof given === 'string' ? { ...call, function: named } : call;
}

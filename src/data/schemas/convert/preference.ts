import { isDeepStrictEqual } from 'node:util';
import { columnOf } from '../partsOf';
import type { Schema } from '../schema';
import { refuse, type Message } from './dialogue';
import { messagesOf, toolsColumn } from './readDialogue';

/**
 * A pair of answers under the usual names: texts stay texts; messages, in whatever spelling, become lists of messages. Of
 * answers that are whole conversations, what both begin with becomes the prompt.
 */
export function writePreference(
  schema: Schema,
  values: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const of = (key: string): unknown => columnOf(schema, values, key)[0] ?? undefined;
  const [prompt, chosen, rejected, system] = ['prompt', 'chosen', 'rejected', 'system'].map(of);
  const tools = toolsColumn(schema, values);
  const further = {
    ...(system === undefined ? {} : { system }),
    ...(tools === undefined ? {} : { tools }),
  };
  const arePlain = [chosen, rejected].every((side) => typeof side === 'string');
  if (arePlain && (prompt === undefined || typeof prompt === 'string')) {
    return { ...(prompt === undefined ? {} : { prompt }), chosen, rejected, ...further };
  }
  const [good, bad] = [asMessages(chosen, 'assistant'), asMessages(rejected, 'assistant')];
  if (prompt !== undefined) {
    const asked = asMessages(prompt, 'user');
    return { prompt: asked, chosen: good, rejected: bad, ...further };
  }
  let shared = 0;
  const most = Math.min(good.length, bad.length) - 1;
  while (shared < most && isDeepStrictEqual(good[shared], bad[shared])) shared += 1;
  if (shared === 0) return refuse('chosen and rejected do not begin with the same question');
  return {
    prompt: good.slice(0, shared),
    chosen: good.slice(shared),
    rejected: bad.slice(shared),
    ...further,
  };
}

function asMessages(value: unknown, role: 'user' | 'assistant'): readonly Message[] {
  if (typeof value === 'string') return [{ role, content: value }];
  return messagesOf(Array.isArray(value) || value === undefined ? value : [value]);
}

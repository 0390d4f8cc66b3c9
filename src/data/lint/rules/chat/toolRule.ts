import { nearestWord } from '../../../../protocol/nearestWord';
import { isRecord } from '../../../schemas/columnPath';
import { columnOf } from '../../../schemas/partsOf';
import type { ValuePath } from '../../../schemas/schema';
import type { Turn } from '../../../schemas/turns';
import type { Report, RowRule } from '../../rule';
import { conversationKey, conversationOf, intendedSpeaker } from './conversations';

/** A tool call: its id where it has one, and whether its result has come. */
interface Call {
  readonly id: string | null;
  readonly path: ValuePath;
  answered: boolean;
}

/** L-CHT-08: calls that can be read, of tools that are declared, each with its result. */
export const toolRule: RowRule = {
  ids: ['L-CHT-08'],
  applies: ({ schema }) => schema.name === 'messages' || schema.name === 'sharegpt',
  check({ values }, { schema }, report) {
    const key = conversationKey(schema);
    if (key === null) return;
    const declared = declaredTools(...columnOf(schema, values, 'tools'), report);
    const { turns } = conversationOf(schema, values, key);
    /** Calls of the turn before, whose results may follow. */
    let calls: readonly Call[] = [];
    for (const turn of turns) {
      const speaker = intendedSpeaker(turn);
      if (speaker === 'tool') {
        checkResult(turn, calls, report);
        continue;
      }
      reportUnanswered(calls, report);
      calls =
        speaker === 'call'
          ? checkWrittenCall(turn, declared, report)
          : speaker === 'assistant'
            ? checkCalls(turn, declared, report)
            : [];
    }
  },
};

/** Names of the tools a row declares; null: it declares none, so any may be called. */
function declaredTools(value: unknown, path: ValuePath, report: Report): readonly string[] | null {
  if (value === undefined || value === null || value === '') return null;
  let list: unknown = value;
  if (typeof value === 'string') {
    try {
      list = JSON.parse(value);
    } catch {
      report('L-CHT-08', {
        at: { path },
        message:
          'The tools are not valid JSON: trainers stop at this row. Write them as a JSON list.',
      });
      return null;
    }
  }
  if (!Array.isArray(list)) return null;
  const names = list.map((tool: unknown) => {
    const own = isRecord(tool) && isRecord(tool.function) ? tool.function : tool;
    return isRecord(own) && typeof own.name === 'string' ? own.name : null;
  });
  // A tool without a name could be any.
  return names.every((name) => name !== null) ? names : null;
}

/** `tool_calls` of the messages schema. */
function checkCalls(
  turn: Turn,
  declared: readonly string[] | null,
  report: Report,
): readonly Call[] {
  const list = turn.message.tool_calls;
  if (!Array.isArray(list)) return [];
  return list.map((call: unknown, index): Call => {
    const path = [...turn.path, 'tool_calls', index];
    const id = isRecord(call) && typeof call.id === 'string' ? call.id : null;
    const called = isRecord(call) && isRecord(call.function) ? call.function : null;
    if (called === null) {
      report('L-CHT-08', {
        at: { path },
        message:
          'This tool call has no "function": chat templates fail on it. Write {"type": "function", "function": {"name": …, "arguments": …}}.',
      });
      return { id, path, answered: false };
    }
    checkName(called.name, [...path, 'function'], declared, report);
    const { arguments: text } = called;
    if (typeof text === 'string' && parsed(text) === null) {
      report('L-CHT-08', {
        at: { path: [...path, 'function', 'arguments'] },
        message:
          'The arguments are not a JSON object: the model would learn to write calls that cannot be read. Correct them.',
      });
    }
    return { id, path, answered: false };
  });
}

/** ShareGPT's `function_call`: the call as JSON text, or a list of calls. */
function checkWrittenCall(
  { message, path, contentKey }: Turn,
  declared: readonly string[] | null,
  report: Report,
): readonly Call[] {
  const at = [...path, contentKey];
  const text = message[contentKey];
  if (typeof text !== 'string') return [{ id: null, path, answered: false }];
  const value = parsed(text) ?? parsedList(text);
  const calls: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const call of calls) {
    if (!isRecord(call) || typeof call.name !== 'string') {
      report('L-CHT-08', {
        at: { path: at },
        message:
          'This tool call is not JSON with "name" and "arguments": trainers stop at this row. Correct it.',
      });
      break;
    }
    if (declared !== null && !declared.includes(call.name)) {
      report('L-CHT-08', { at: { path: at }, message: undeclared(call.name, declared) });
      break;
    }
  }
  return calls.map(() => ({ id: null, path, answered: false }));
}

function checkName(
  name: unknown,
  path: ValuePath,
  declared: readonly string[] | null,
  report: Report,
): void {
  if (typeof name !== 'string' || name === '') {
    report('L-CHT-08', {
      at: { path: [...path, 'name'] },
      message: 'This tool call names no function: chat templates fail on it. Name it.',
    });
    return;
  }
  if (declared === null || declared.includes(name)) return;
  const near = nearestWord(name, declared);
  report('L-CHT-08', {
    at: { path: [...path, 'name'] },
    message: undeclared(name, declared),
    ...(near === null
      ? {}
      : {
          fixes: () => [
            {
              type: 'set-value',
              title: `Change to "${near}"`,
              path: [...path, 'name'],
              value: near,
            },
          ],
        }),
  });
}

function undeclared(name: string, declared: readonly string[]): string {
  const shown = declared.slice(0, 5).join(', ');
  const list = declared.length === 0 ? 'no tool' : `${shown}${declared.length > 5 ? ', …' : ''}`;
  return `"${name.slice(0, 60)}" is called, but the row declares ${list}: the model would learn to call what is not there. Declare it, or correct the name.`;
}

function checkResult(turn: Turn, calls: readonly Call[], report: Report): void {
  const id = turn.message.tool_call_id;
  if (calls.length === 0) {
    report('L-CHT-08', {
      at: { path: turn.path },
      message:
        'This tool result follows no call: chat templates and trainers refuse the row. Add the call, or remove the result.',
    });
    return;
  }
  if (typeof id === 'string' && calls.some((call) => call.id !== null)) {
    const call = calls.find((each) => each.id === id);
    if (call !== undefined) call.answered = true;
    else {
      const near = calls.filter(({ answered }) => !answered).map((each) => each.id);
      const [only] = near;
      report('L-CHT-08', {
        at: { path: [...turn.path, 'tool_call_id'] },
        message: `No call before has the id "${id.slice(0, 60)}": the result belongs to nothing. Give it the id of its call.`,
        ...(typeof only !== 'string' || near.length !== 1
          ? {}
          : {
              fixes: () => [
                {
                  type: 'set-value',
                  title: `Change to "${only}"`,
                  path: [...turn.path, 'tool_call_id'],
                  value: only,
                },
              ],
            }),
      });
      // One mistake, one finding: the call is not said to lack its result as well.
      for (const each of calls) if (near.length === 1 && !each.answered) each.answered = true;
    }
    return;
  }
  const next = calls.find((each) => !each.answered);
  if (next !== undefined) next.answered = true;
}

/** Calls with an id whose result has not come when the conversation goes on. */
function reportUnanswered(calls: readonly Call[], report: Report): void {
  for (const { id, path, answered } of calls) {
    if (answered || id === null) continue;
    report('L-CHT-08', {
      at: { path: [...path, 'id'] },
      message: `The call "${id.slice(0, 60)}" has no result, yet the conversation goes on: chat templates refuse the row. Add a tool message with this tool_call_id.`,
    });
  }
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function parsedList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

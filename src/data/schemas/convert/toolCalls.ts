import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { isTooDeep } from '../../readers/nesting';
import { isRecord } from '../columnPath';
import { refuse } from './dialogue';

/** `tool_calls` as ShareGPT writes them: JSON text of one call, or of a list. Arguments keep their own spelling. */
export function callText(calls: readonly unknown[]): string {
  const texts = calls.map(oneCall);
  return texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`;
}

function oneCall(call: unknown): string {
  if (!isRecord(call) || !isRecord(call.function)) return refuse('a tool call has no "function"');
  const { function: called, type, ...others } = call;
  const { name, arguments: given, ...further } = called;
  if (typeof name !== 'string') return refuse('a tool call names no function');
  if (Object.keys(further).length > 0) {
    return refuse(`a call of "${name}" has "${Object.keys(further)[0] ?? ''}"`);
  }
  const kept = { ...(type === undefined || type === 'function' ? {} : { type }), ...others };
  const parts = Object.entries({ name, ...kept }).map(
    ([key, value]) => `${JSON.stringify(key)}: ${spaced(value)}`,
  );
  return `{${[...parts, `"arguments": ${argumentsText(given, name)}`].join(', ')}}`;
}

function argumentsText(given: unknown, name: string): string {
  if (isRecord(given)) return spaced(given);
  if (typeof given !== 'string') return refuse(`a call of "${name}" has no arguments`);
  if (isRecord(parsed(given))) return given.trim();
  return refuse(`the arguments of a call of "${name}" are not a JSON object`);
}

/** ShareGPT's text of one or more calls as `tool_calls`. */
export function callsOf(text: string): readonly Readonly<Record<string, unknown>>[] {
  const value = parsed(text);
  if (value === undefined) return refuse('a function_call is not JSON');
  const tree = parseTree(text);
  const calls: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (calls.length === 0) return refuse('a function_call names no function');
  return calls.map((call, index) => {
    if (!isRecord(call) || typeof call.name !== 'string') {
      return refuse('a function_call names no function');
    }
    const { name, arguments: given, type, ...others } = call;
    const path = Array.isArray(value) ? [index, 'arguments'] : ['arguments'];
    const node = tree === undefined ? undefined : findNodeAtLocation(tree, path);
    const written =
      node === undefined ? undefined : text.slice(node.offset, node.offset + node.length);
    if (!isRecord(given) || written === undefined) {
      return refuse(`the arguments of a call of "${name}" are not a JSON object`);
    }
    const called = { name, arguments: written };
    return { ...others, type: type ?? 'function', function: called };
  });
}

/** Declared tools as ShareGPT writes them: JSON text. */
export function toolsText(tools: unknown): string {
  if (typeof tools === 'string') return tools;
  const list: readonly unknown[] = Array.isArray(tools) ? tools : [tools];
  const plain = list.map((tool) => {
    const keys = isRecord(tool) ? Object.keys(tool) : [];
    const isWrapped =
      isRecord(tool) && tool.type === 'function' && isRecord(tool.function) && keys.length === 2;
    return isWrapped ? tool.function : tool;
  });
  return spaced(plain);
}

/** The same the other way: a list of `{type: 'function', function}`. */
export function toolsOf(written: unknown): unknown {
  let value = written;
  if (typeof written === 'string') {
    if (written.trim() === '') return [];
    value = parsed(written);
    if (value === undefined) return refuse('"tools" is not JSON');
  }
  if (!Array.isArray(value)) return refuse('"tools" is not a list');
  return value.map((tool: unknown) =>
    isRecord(tool) && typeof tool.name === 'string' && tool.function === undefined
      ? { type: 'function', function: tool }
      : tool,
  );
}

/** What JSON text inside a row holds; undefined when it is none. Refuses what nobody could print any more. */
function parsed(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value === 'object' && value !== null && isTooDeep(value))
    return refuse('JSON text in it is nested too deeply');
  return value;
}

/** JSON with a space behind commas and colons, as Python writes it: most datasets come from there. */
function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (!isRecord(value)) return value === undefined ? 'null' : JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .map(([key, each]) => `${JSON.stringify(key)}: ${spaced(each)}`);
  return `{${members.join(', ')}}`;
}

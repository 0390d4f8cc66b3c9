import { assertNever } from '../../protocol/assertNever';
import { columnPath, isRecord, valueAt } from './columnPath';
import type { Part, PartRole, Schema, ValuePath } from './schema';
import { isMasked, turnsOf, turnTexts } from './turns';
import type { Turn } from './turns';

type Values = Readonly<Record<string, unknown>>;

/**
 * The texts of a row in the order in which a model reads them, each with its place and its part in training. Whatever does
 * not fit the schema is left out; optional columns that are empty are, too. Never throws.
 */
export function partsOf(schema: Schema, values: Values): readonly Part[] {
  const parts: Part[] = [];
  const add = (key: string, role: PartRole): void => {
    addTexts(parts, role, ...columnOf(schema, values, key));
  };
  const addOptional = (key: string, role: PartRole): void => {
    const [value, path] = columnOf(schema, values, key);
    if (value !== '') addTexts(parts, role, value, path);
  };
  switch (schema.name) {
    case 'classification':
      add('text', 'prompt');
      addLabel(parts, ...columnOf(schema, values, 'label'));
      break;
    case 'alpaca':
      addOptional('system', 'system');
      addHistory(parts, ...columnOf(schema, values, 'history'));
      add('instruction', 'prompt');
      addOptional('input', 'prompt');
      add('output', 'target');
      break;
    case 'sharegpt':
      addOptional('system', 'system');
      addOptional('tools', 'context');
      addTurns(parts, ...columnOf(schema, values, 'conversations'));
      break;
    case 'messages':
      addOptional('system', 'system');
      addOptional('tools', 'context');
      addTurns(parts, ...columnOf(schema, values, 'messages'));
      break;
    case 'prompt-completion':
      add('prompt', 'prompt');
      add('completion', 'target');
      break;
    case 'preference':
      add('prompt', 'prompt');
      addAnswer(parts, 'target', ...columnOf(schema, values, 'chosen'));
      addAnswer(parts, 'rejected', ...columnOf(schema, values, 'rejected'));
      break;
    case 'feedback':
      if (schema.columns.completion === undefined) {
        addAnswer(parts, 'target', ...columnOf(schema, values, 'prompt'));
      } else {
        add('prompt', 'prompt');
        add('completion', 'target');
      }
      addLabel(parts, ...columnOf(schema, values, 'label'));
      break;
    case 'question-answering':
      add('context', 'context');
      add('question', 'prompt');
      addAnswers(parts, ...columnOf(schema, values, 'answers'));
      break;
    case 'token-classification':
      addList(parts, 'prompt', ...columnOf(schema, values, 'tokens'));
      addList(parts, 'label', ...columnOf(schema, values, 'tags'));
      break;
    case 'parallel':
      add('source', 'prompt');
      add('target', 'target');
      break;
    case 'text':
      add('text', 'target');
      break;
    default:
      assertNever(schema.name, 'schema');
  }
  return parts;
}

/** The value that plays this part in a row and the path to it; undefined where the schema has no such column. */
export function columnOf(schema: Schema, values: Values, key: string): [unknown, ValuePath] {
  const column = schema.columns[key];
  if (column === undefined) return [undefined, []];
  const path = columnPath(values, column);
  return [valueAt(values, path), path];
}

/** A text, or messages: then each keeps the part its speaker has, but none trains inside a prompt. */
function addTexts(parts: Part[], role: PartRole, value: unknown, path: ValuePath): void {
  if (typeof value === 'string') {
    parts.push({ path, text: value, role });
    return;
  }
  for (const turn of turnsOf(value, path)) {
    const own = turn.speaker === 'system' ? 'system' : turn.speaker === 'tool' ? 'context' : role;
    addTurnTexts(parts, turn, own);
  }
}

function addTurns(parts: Part[], value: unknown, path: ValuePath): void {
  for (const turn of turnsOf(value, path)) addTurnTexts(parts, turn, roleOf(turn));
}

/** A text, a message, or a whole conversation of which only the last message is the answer. */
function addAnswer(parts: Part[], role: PartRole, value: unknown, path: ValuePath): void {
  if (typeof value === 'string') {
    parts.push({ path, text: value, role });
    return;
  }
  const turns = turnsOf(value, path);
  for (const [index, turn] of turns.entries()) {
    const isLast = index === turns.length - 1;
    const before = turn.speaker === 'system' ? 'system' : 'prompt';
    addTurnTexts(parts, turn, isLast ? role : before);
  }
}

function addTurnTexts(parts: Part[], turn: Turn, role: PartRole): void {
  for (const { path, text } of turnTexts(turn)) parts.push({ path, text, role });
}

function roleOf(turn: Turn): PartRole {
  switch (turn.speaker) {
    case 'system':
      return 'system';
    case 'user':
      return 'prompt';
    case 'assistant':
    case 'call':
      return isMasked(turn) ? 'context' : 'target';
    case 'tool':
    case 'unknown':
      return 'context';
    default:
      return assertNever(turn.speaker, 'speaker');
  }
}

/** Earlier exchanges, `[[question, answer], …]`: tools train on these answers as well. */
function addHistory(parts: Part[], value: unknown, path: ValuePath): void {
  if (!Array.isArray(value)) return;
  for (const [index, exchange] of value.entries()) {
    if (!Array.isArray(exchange)) continue;
    for (const [side, text] of exchange.slice(0, 2).entries()) {
      const role = side === 0 ? 'prompt' : 'target';
      if (typeof text === 'string') parts.push({ path: [...path, index, side], text, role });
    }
  }
}

/** SQuAD's `{text: […]}`, a list of `{text}`, or texts. */
function addAnswers(parts: Part[], value: unknown, path: ValuePath): void {
  const role = 'target';
  if (isRecord(value)) {
    addAnswers(parts, value.text, [...path, 'text']);
  } else if (Array.isArray(value)) {
    for (const [index, answer] of value.entries()) {
      if (typeof answer === 'string') parts.push({ path: [...path, index], text: answer, role });
      else if (isRecord(answer) && typeof answer.text === 'string') {
        parts.push({ path: [...path, index, 'text'], text: answer.text, role });
      }
    }
  } else if (typeof value === 'string') {
    parts.push({ path, text: value, role });
  }
}

/** Words or tags, one a position; a text, where tags are spans of it. */
function addList(parts: Part[], role: PartRole, value: unknown, path: ValuePath): void {
  if (typeof value === 'string') {
    parts.push({ path, text: value, role });
    return;
  }
  if (!Array.isArray(value)) return;
  for (const [index, each] of value.entries()) {
    if (isRecord(each)) addLabel(parts, each.label, [...path, index, 'label']);
    else if (Array.isArray(each)) addLabel(parts, each[2], [...path, index, 2]);
    else if (role === 'label') addLabel(parts, each, [...path, index]);
    else if (typeof each === 'string') parts.push({ path: [...path, index], text: each, role });
  }
}

/** Numbers and booleans are labels as they are written. */
function addLabel(parts: Part[], value: unknown, path: ValuePath): void {
  const isLabel =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  if (isLabel) parts.push({ path, text: String(value), role: 'label' });
}

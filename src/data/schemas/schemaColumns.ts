import { labelNames, textNames } from '../../protocol/fieldNames';
import { isRecord } from './columnPath';
import type { SchemaName } from './schema';
import { turnOf } from './turns';

/** A column of a schema: the names that tools give it, the usual one first, and what its values look like. */
export interface SchemaColumn {
  readonly key: string;
  readonly names: readonly string[];
  readonly isRequired: boolean;
  readonly accepts: (value: unknown) => boolean;
}

/** One way in which rows of a schema are written. */
export interface SchemaForm {
  readonly name: SchemaName;
  readonly columns: readonly SchemaColumn[];
  /** How far these columns can be trusted, where their values had to tell; left out: 1. */
  readonly certainty?: number;
}

const isList = (value: unknown): boolean => Array.isArray(value);
const isTextOrMessages = (value: unknown): boolean => isText(value) || isMessages(value);

/**
 * Forms from the most telling to the least: a row belongs to the first one it fits. Names as in the datasets of
 * LLaMA-Factory, axolotl, TRL, OpenAI and the usual hub datasets.
 */
export const schemaForms: readonly SchemaForm[] = [
  form('preference', {
    chosen: required(['chosen', 'chosen_response', 'preferred'], isTextOrMessages),
    rejected: required(['rejected', 'rejected_response', 'dispreferred'], isTextOrMessages),
    prompt: optional(
      ['prompt', 'conversations', 'messages', 'instruction', 'question', 'input', 'query'],
      isTextOrMessages,
    ),
    system: optional(['system', 'system_prompt'], isText),
    tools: optional(['tools'], isTools),
  }),
  form('feedback', {
    prompt: required(['prompt', 'instruction', 'question', 'query'], isTextOrMessages),
    completion: required(['completion', 'response', 'output', 'answer'], isTextOrMessages),
    label: required(['label', 'kto_tag'], isYesOrNo),
  }),
  form('feedback', {
    prompt: required(['messages', 'conversations'], isMessages),
    label: required(['label', 'kto_tag'], isYesOrNo),
  }),
  form('question-answering', {
    context: required(['context', 'passage', 'paragraph'], isText),
    question: required(['question'], isText),
    answers: required(['answers', 'answer'], isAnswers),
  }),
  form('token-classification', {
    tokens: required(['tokens', 'words'], isList),
    tags: required(['ner_tags', 'tags', 'labels', 'ner', 'chunk_tags', 'pos_tags'], isList),
  }),
  form('token-classification', {
    tokens: required(['text', 'sentence', 'tokens'], isText),
    tags: required(['entities', 'spans', 'tags', 'label', 'labels'], areSpans),
  }),
  form('messages', {
    messages: required(
      ['messages', 'conversations', 'conversation', 'dialogue', 'dialog'],
      isMessagesWith('role'),
    ),
    tools: optional(['tools', 'functions'], isTools),
    system: optional(['system', 'system_prompt'], isText),
  }),
  form('sharegpt', {
    conversations: required(
      ['conversations', 'conversation', 'messages', 'dialogue', 'dialog', 'items'],
      isMessagesWith('from'),
    ),
    system: optional(['system', 'system_prompt'], isText),
    tools: optional(['tools', 'functions'], isTools),
  }),
  form('alpaca', {
    instruction: required(['instruction'], isText),
    output: required(['output', 'response', 'completion', 'answer'], isText),
    input: optional(['input', 'context'], isText),
    system: optional(['system', 'system_prompt'], isText),
    history: optional(['history'], isList),
  }),
  form('prompt-completion', {
    prompt: required(['prompt', 'question', 'query', 'input', 'problem'], isTextOrMessages),
    completion: required(
      ['completion', 'response', 'answer', 'output', 'solution'],
      isTextOrMessages,
    ),
    system: optional(['system', 'system_prompt'], isText),
  }),
  form('prompt-completion', {
    prompt: required(['document', 'article', 'dialogue', 'text'], isText),
    completion: required(['summary', 'highlights'], isText),
  }),
  form('parallel', {
    source: required(['source', 'src', 'source_text', 'sourceString'], isText),
    target: required(['target', 'tgt', 'target_text', 'targetString'], isText),
  }),
  form('classification', {
    text: required(textNames, isText),
    label: required(labelNames, isLabel),
  }),
  form('text', { text: required(textNames, isText) }),
];

/** The names of all columns that a schema may have. */
export function columnsOfSchema(name: SchemaName): readonly string[] {
  const keys = schemaForms
    .filter((each) => each.name === name)
    .flatMap(({ columns }) => columns.map(({ key }) => key));
  return [...new Set(keys)];
}

/** The names under which tools write a column of a schema, in lower case. */
export function namesOfColumn(name: SchemaName, key: string): readonly string[] {
  return schemaForms
    .filter((each) => each.name === name)
    .flatMap(({ columns }) => columns.filter((column) => column.key === key))
    .flatMap(({ names }) => names.map((each) => each.toLowerCase()));
}

/** Codes that name a column after its language; a column called `id` is more often an identifier than Indonesian. */
const languages = new Set(
  (
    'af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy is it ja ka kk km kn ko ky lo ' +
    'lt lv mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi xh yo zh zu'
  ).split(' '),
);

/** Whether a column's name is a language: `en`, `pt_BR`, `zh-Hans`. */
export function isLanguage(name: string): boolean {
  return languages.has(name.split(/[-_]/)[0] ?? '') && /^[a-z]{2}([-_][A-Za-z]{2,4})?$/.test(name);
}

export function isText(value: unknown): boolean {
  return typeof value === 'string';
}

type Column = Omit<SchemaColumn, 'key'>;

function form(name: SchemaName, columns: Readonly<Record<string, Column>>): SchemaForm {
  return { name, columns: Object.entries(columns).map(([key, column]) => ({ key, ...column })) };
}

function required(names: readonly string[], accepts: SchemaColumn['accepts']): Column {
  return { names, accepts, isRequired: true };
}

function optional(names: readonly string[], accepts: SchemaColumn['accepts']): Column {
  return { names, accepts, isRequired: false };
}

function isLabel(value: unknown): boolean {
  return (
    (typeof value === 'string' && value !== '') ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

/** Whether a value says of an answer that it is good or bad. */
export function isYesOrNo(value: unknown): boolean {
  return typeof value === 'boolean' || (typeof value === 'string' && /^(true|false)$/i.test(value));
}

function isTools(value: unknown): boolean {
  return Array.isArray(value) || isText(value);
}

function isMessages(value: unknown): boolean {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.length > 0 && turnOf(list[0], [])?.role != null;
}

/** A list in which some message says who speaks under this key; an empty one could be either. */
function isMessagesWith(key: 'role' | 'from'): (value: unknown) => boolean {
  return (value) =>
    Array.isArray(value) && value.some((each) => isRecord(each) && Object.hasOwn(each, key));
}

function isAnswers(value: unknown): boolean {
  if (typeof value === 'string') return true;
  if (isRecord(value)) return Array.isArray(value.text);
  return (
    Array.isArray(value) &&
    value.every((each) => typeof each === 'string' || (isRecord(each) && isText(each.text)))
  );
}

/** `[{start, end, label}, …]`, or `[[start, end, label], …]`. */
function areSpans(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((span) =>
      isRecord(span)
        ? typeof span.start === 'number' && typeof span.end === 'number'
        : Array.isArray(span) && typeof span[0] === 'number' && typeof span[1] === 'number',
    )
  );
}

import { Environment, Interpreter, Template } from '@huggingface/jinja';
import vm from 'node:vm';
import { UserError } from '../../protocol/errors';
import type { CharacterRange } from './characterRange';
import { isJsonObject, type JsonObject } from './jsonFile';
import type { ModelTokenizer } from './modelTokenizer';

/** A message as chat templates read it. */
export type ChatMessage = JsonObject & { readonly role: string; readonly content: string | null };

export interface Rendered {
  readonly text: string;
  /** What the template itself marks as the model's own words; null: it marks nothing. */
  readonly generation: readonly CharacterRange[] | null;
}

export interface ChatTemplate {
  /** Whether it marks the model's own words: `{% generation %}`. */
  readonly marksGeneration: boolean;
  /** @throws UserError when the template refuses the messages, runs too long or writes too much */
  render(messages: readonly ChatMessage[], options: RenderOptions): Rendered;
}

export interface RenderOptions {
  /** Definitions of tools; null: none. */
  readonly tools: readonly unknown[] | null;
  /** Ends with what asks the model to speak. */
  readonly asksForAnswer: boolean;
}

const largestTemplate = 256 * 1024;
const largestOutput = 16 * 2 ** 20;
const longestRangeItems = 100_000;
const renderTimeoutMs = 2_000;

/**
 * The chat template of a model: `chat_template.jinja`, else `chat_template` of tokenizer_config.json; null: it has none.
 * Templates are programs from somebody else's folder: they see the messages alone, and are stopped in time.
 * @throws UserError when it cannot be read
 */
export function readChatTemplate(tokenizer: ModelTokenizer): ChatTemplate | null {
  const source = tokenizer.templateFile ?? sourceOf(tokenizer.config.chat_template);
  if (source === null) return null;
  const refuse = (why: string): UserError =>
    new UserError(`The chat template of this model cannot be used: ${why}.`, {
      place: { file: tokenizer.folder },
      next: 'Copy the tokenizer of this model again, or correct its chat template.',
    });
  if (source.length > largestTemplate) throw refuse('it is too long');
  const marksGeneration = generationTag.test(source);
  const template = parsed(source, refuse);
  const specials = specialTokensOf(tokenizer.config);
  const run = timeLimited();
  return {
    marksGeneration,
    render(messages, { tools, asksForAnswer }) {
      const variables = {
        ...specials,
        messages,
        ...(tools === null ? {} : { tools }),
        add_generation_prompt: asksForAnswer,
      };
      const write = (): string => written(template, variables);
      let text: string;
      try {
        text = run(write);
      } catch (error) {
        throw refuse(reasonOf(error));
      }
      if (text.length > largestOutput) throw refuse('it writes too much');
      return marksGeneration ? withoutMarks(text) : { text, generation: null };
    },
  };
}

/** What templates may use beside their variables; the library's own range() has no bound. */
const globals: Readonly<Record<string, unknown>> = {
  ...{ true: true, false: false, none: null, True: true, False: false, None: null },
  range: boundedRange,
  strftime_now: (format: string) => dateText(new Date(), format),
  raise_exception: (reason: string) => {
    throw new Error(reason);
  },
};

function written(template: Template, variables: Readonly<Record<string, unknown>>): string {
  const environment = new Environment();
  for (const [name, value] of Object.entries({ ...globals, ...variables })) {
    environment.set(name, value);
  }
  const { value } = new Interpreter(environment).run(template.parsed);
  return typeof value === 'string' ? value : '';
}

/** Python's strftime, as far as templates write dates. */
function dateText(date: Date, format: string): string {
  const padded = (part: number): string => String(part).padStart(2, '0');
  const month = (length: 'long' | 'short'): string =>
    new Intl.DateTimeFormat('en', { month: length }).format(date);
  const parts: Readonly<Record<string, string>> = {
    ...{ '%Y': String(date.getFullYear()), '%m': padded(date.getMonth() + 1) },
    ...{ '%d': padded(date.getDate()), '%B': month('long'), '%b': month('short') },
    ...{ '%H': padded(date.getHours()), '%M': padded(date.getMinutes()), '%%': '%' },
  };
  return format.replace(/%[YmdBbHM%]/g, (code) => parts[code] ?? code);
}

function sourceOf(template: unknown): string | null {
  if (typeof template === 'string') return template;
  if (!Array.isArray(template)) return null;
  const named = template.filter(isJsonObject);
  const chosen = named.find(({ name }) => name === 'default') ?? named[0];
  return typeof chosen?.template === 'string' ? chosen.template : null;
}

/** transformers' own block tag around what the model says. */
const generationTag = /\{%-?\s*generation\s*-?%\}/;
const [openMark, closeMark] = ['\ue0f0', '\ue0f1']; // private use: no text has them

function parsed(source: string, refuse: (why: string) => UserError): Template {
  // note: the library drops the tags; a block that writes a mark trims white space as they do.
  const marked = source.replace(
    /\{%(-?)\s*(end)?generation\s*(-?)%\}/g,
    (_, left: string, end: string | undefined, right: string) =>
      `{%${left} if true %}${end === undefined ? openMark : closeMark}{% endif ${right}%}`,
  );
  try {
    return new Template(marked);
  } catch (error) {
    throw refuse(reasonOf(error));
  }
}

function withoutMarks(marked: string): Rendered {
  const generation: CharacterRange[] = [];
  let [text, start]: [string, number | null] = ['', null];
  for (const part of marked.split(/([\ue0f0\ue0f1])/)) {
    if (part === openMark) start = text.length;
    else if (part === closeMark) {
      if (start !== null && start < text.length) generation.push({ start, end: text.length });
      start = null;
    } else text += part;
  }
  return { text, generation };
}

const tokenNames = [
  'bos_token',
  'eos_token',
  'unk_token',
  'sep_token',
  'pad_token',
  'cls_token',
  'mask_token',
];

function specialTokensOf(config: JsonObject): Readonly<Record<string, string>> {
  const named = tokenNames.flatMap((name) => {
    const content = specialToken(config, name);
    return content === null ? [] : [[name, content]];
  });
  return Object.fromEntries(named) as Record<string, string>;
}

/** A special token as tokenizer_config.json names it: a text, or an object with its content. */
export function specialToken(config: JsonObject, name: string): string | null {
  const token = config[name];
  if (typeof token === 'string') return token;
  return isJsonObject(token) && typeof token.content === 'string' ? token.content : null;
}

/** Runs a function that ends, or is ended. */
function timeLimited(): <Result>(work: () => Result) => Result {
  const context = vm.createContext(Object.create(null) as object) as { work?: () => unknown };
  const script = new vm.Script('work()');
  return <Result>(work: () => Result): Result => {
    context.work = work;
    return script.runInContext(context, { timeout: renderTimeoutMs }) as Result;
  };
}

/** Python's range, for as many items as a conversation may have messages. */
function boundedRange(first: number, end?: number, step = 1): number[] {
  const [from, to] = end === undefined ? [0, first] : [first, end];
  if (step === 0 || Math.abs((to - from) / step) > longestRangeItems)
    throw new Error('range() is too long');
  const items: number[] = [];
  for (let item = from; step > 0 ? item < to : item > to; item += step) items.push(item);
  return items;
}

function reasonOf(error: unknown): string {
  // note: what ends a script is an error of the script's own world.
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return 'it runs too long';
  return String(message ?? error)
    .slice(0, 200)
    .replace(/\.$/, '');
}

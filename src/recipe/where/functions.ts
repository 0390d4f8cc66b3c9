import { anything, list, nothing, number, object, text, boolean } from './types';
import type { Types } from './types';

/** A function of the `where` language. A null parameter makes the result null, unless it takes nulls. */
export interface WhereFunction {
  /** As docs/recipe.md shows it: `contains(text, part)`. */
  readonly form: string;
  readonly help: string;
  readonly parameters: readonly Types[];
  /** More parameters of the last kind may follow. */
  readonly takesMore?: boolean;
  readonly takesNull?: boolean;
  readonly result: Types;
  /** Parameters have the kinds above. */
  readonly apply: (...parameters: readonly unknown[]) => unknown;
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : '');
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const functions: Readonly<Record<string, WhereFunction>> = {
  length: {
    form: 'length(text or list)',
    help: 'Characters of a text (code points), items of a list.',
    parameters: [text | list],
    result: number,
    apply: (value) => (typeof value === 'string' ? codePoints(value) : asList(value).length),
  },
  words: {
    form: 'words(text)',
    help: 'Stretches of text between blanks.',
    parameters: [text],
    result: number,
    apply: (value) => (asText(value).match(/\S+/g) ?? []).length,
  },
  lower: {
    form: 'lower(text)',
    help: 'In small letters, whatever the language of the machine.',
    parameters: [text],
    result: text,
    apply: (value) => asText(value).toLowerCase(),
  },
  upper: {
    form: 'upper(text)',
    help: 'In capitals.',
    parameters: [text],
    result: text,
    apply: (value) => asText(value).toUpperCase(),
  },
  trim: {
    form: 'trim(text)',
    help: 'Without blanks at both ends.',
    parameters: [text],
    result: text,
    apply: (value) => asText(value).trim(),
  },
  contains: {
    form: 'contains(text, part), contains(list, value)',
    help: 'Whether the part stands in the text, or the value in the list.',
    parameters: [text | list, text | number | boolean],
    result: boolean,
    apply: (whole, part) =>
      typeof whole === 'string'
        ? typeof part === 'string' && whole.includes(part)
        : asList(whole).includes(part),
  },
  starts: {
    form: 'starts(text, part)',
    help: 'Whether the text begins with the part.',
    parameters: [text, text],
    result: boolean,
    apply: (whole, part) => asText(whole).startsWith(asText(part)),
  },
  ends: {
    form: 'ends(text, part)',
    help: 'Whether the text ends with the part.',
    parameters: [text, text],
    result: boolean,
    apply: (whole, part) => asText(whole).endsWith(asText(part)),
  },
  matches: {
    form: "matches(text, 'pattern')",
    help: 'Whether the pattern is found anywhere in the text. Patterns are those of RE2: they take time in proportion to the text, so there is no lookahead and no backreference; (?i) ignores case.',
    parameters: [text, text],
    result: boolean,
    // note: patterns are literals and compiled once, by evaluate.ts.
    apply: () => null,
  },
  count: {
    form: 'count(text, part), count(list, value)',
    help: 'How often the part stands in the text, or the value in the list.',
    parameters: [text | list, text | number | boolean],
    result: number,
    apply: (whole, part) =>
      typeof whole === 'string'
        ? part === ''
          ? 0
          : whole.split(String(part)).length - 1
        : asList(whole).filter((item) => item === part).length,
  },
  number: {
    form: 'number(text)',
    help: 'The number a text spells, null when it spells none: cells of CSV and TSV are text.',
    parameters: [text | number],
    result: number | nothing,
    apply: (value) => {
      if (typeof value === 'number') return value;
      const spelt = asText(value).trim();
      return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(spelt) ? Number(spelt) : null;
    },
  },
  type: {
    form: 'type(value)',
    help: "'text', 'number', 'boolean', 'list', 'object' or 'null'.",
    parameters: [anything],
    takesNull: true,
    result: text,
    apply: (value) => {
      if (value === undefined || value === null) return 'null';
      if (Array.isArray(value)) return 'list';
      return typeof value === 'string' ? 'text' : typeof value;
    },
  },
  coalesce: {
    form: 'coalesce(value, other, …)',
    help: 'The first of the values that is not null.',
    parameters: [anything, anything],
    takesMore: true,
    takesNull: true,
    result: text | number | boolean | list | object | nothing,
    apply: (...values) => values.find((value) => value !== undefined && value !== null) ?? null,
  },
};

/** Names other languages use. */
export const functionsElsewhere: Readonly<Record<string, string>> = {
  len: 'length',
  size: 'length',
  char_length: 'length',
  startswith: 'starts',
  starts_with: 'starts',
  endswith: 'ends',
  ends_with: 'ends',
  includes: 'contains',
  has: 'contains',
  like: 'contains',
  regex: 'matches',
  regexp: 'matches',
  match: 'matches',
  lowercase: 'lower',
  uppercase: 'upper',
  strip: 'trim',
  int: 'number',
  float: 'number',
  ifnull: 'coalesce',
  typeof: 'type',
  word_count: 'words',
};

function codePoints(value: string): number {
  let count = value.length;
  for (let at = 0; at < value.length - 1; at += 1) {
    const isHigh = (value.charCodeAt(at) & 0xfc00) === 0xd800;
    if (isHigh && (value.charCodeAt(at + 1) & 0xfc00) === 0xdc00) count -= 1;
  }
  return count;
}

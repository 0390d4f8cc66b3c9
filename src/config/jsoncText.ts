import { findNodeAtLocation, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { ConfigProblem, Finding } from './problem';

const longestConfig = 1_000_000;

/** A parsed text that still knows where everything stands. */
export interface JsoncText {
  readonly text: string;
  readonly root: Node | undefined;
  readonly value: unknown;
  readonly syntax: readonly ConfigProblem[];
}

/** Reads JSON with comments and trailing commas. Never throws: whatever is wrong is in `syntax`. */
export function readJsonc(text: string): JsoncText {
  const place = (offset: number, length: number) => rangeIn(text, offset, length);
  const refuse = (message: string, next: string, offset = 0, length = 1): JsoncText => ({
    text,
    root: undefined,
    value: undefined,
    syntax: [{ code: 'syntax', key: '', message, next, ...place(offset, length) }],
  });
  if (text.length > longestConfig) {
    return refuse('A run config of over 1 MB is not read.', 'Check that this is the right file.');
  }
  const errors: ParseError[] = [];
  let root: Node | undefined;
  let value: unknown;
  try {
    // note: an empty text is reported below, in our own words.
    root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    value = root === undefined ? undefined : valueOf(root);
  } catch (error) {
    if (error instanceof RangeError)
      return refuse('The file is nested too deeply.', 'Simplify it.');
    throw error;
  }
  if (root === undefined && errors.length === 0) {
    return refuse(
      'The file is empty.',
      'Write at least {"model": "./FOLDER", "data": {"train": "FILE"}}.',
    );
  }
  const syntax = errors.map((error): ConfigProblem => {
    const found = text.slice(error.offset, error.offset + error.length);
    return {
      code: 'syntax',
      key: '',
      ...explain(printParseErrorCode(error.error), found),
      ...place(error.offset, error.length),
    };
  });
  return { text, root, value, syntax: [...syntax, ...repeatedKeys(text, root)] };
}

/** Gives a finding its range: its value, its name, or the nearest thing around it that exists. */
export function placeFinding({ text, root }: JsoncText, finding: Finding): ConfigProblem {
  const { code, path, message, next } = finding;
  const node = nodeFor(root, finding);
  const range = node === undefined ? rangeIn(text, 0, 1) : rangeIn(text, node.offset, node.length);
  return { code, key: path.join('.'), message, next, ...range };
}

function nodeFor(root: Node | undefined, { path, at, code }: Finding): Node | undefined {
  if (root === undefined) return undefined;
  const node = findNodeAtLocation(root, [...path]);
  if (node !== undefined) return at === 'key' ? (node.parent?.children?.[0] ?? node) : node;
  for (let length = path.length - 1; length > 0; length -= 1) {
    const outer = findNodeAtLocation(root, path.slice(0, length));
    // A missing key is shown at the name of the section that lacks it.
    if (outer !== undefined) return outer.parent?.children?.[0] ?? outer;
  }
  return code === 'missing-key' || root.length > 0 ? { ...root, length: 1 } : root;
}

/** Line and column from 1, the end exclusive; counts line breaks as editors do. */
export function rangeIn(
  text: string,
  offset: number,
  length: number,
): Pick<ConfigProblem, 'line' | 'column' | 'endLine' | 'endColumn'> {
  const start = positionIn(text, Math.min(offset, text.length));
  const end = positionIn(text, Math.min(offset + Math.max(length, 1), text.length));
  const isEmpty = start.line === end.line && start.column === end.column;
  return {
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: isEmpty ? end.column + 1 : end.column,
  };
}

function positionIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** Own properties only: a key named `__proto__` stays an ordinary key. */
function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf);
  if (node.type !== 'object') return node.value as unknown;
  const value: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [name, content] = property.children ?? [];
    if (name === undefined || content === undefined) continue;
    Object.defineProperty(value, String(name.value), {
      value: valueOf(content),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return value;
}

function repeatedKeys(text: string, node: Node | undefined): ConfigProblem[] {
  if (node?.children === undefined) return [];
  const seen = new Set<string>();
  const problems: ConfigProblem[] = [];
  for (const child of node.children) {
    const name = child.type === 'property' ? child.children?.[0] : undefined;
    const content = child.type === 'property' ? child.children?.[1] : child;
    if (name !== undefined) {
      const key = String(name.value);
      if (seen.has(key)) {
        problems.push({
          code: 'syntax',
          key,
          message: `"${key}" stands here twice.`,
          next: 'Keep one of the two.',
          ...rangeIn(text, name.offset, name.length),
        });
      }
      seen.add(key);
    }
    problems.push(...repeatedKeys(text, content));
  }
  return problems;
}

function explain(code: string, found: string): { message: string; next: string } {
  switch (code) {
    case 'CommaExpected':
      return { message: 'A comma is missing here.', next: 'Put a comma after the entry before.' };
    case 'ColonExpected':
      return { message: 'A colon is missing here.', next: 'Write "key": value.' };
    case 'PropertyNameExpected':
      return { message: 'A key in double quotes is missing here.', next: 'Write "key": value.' };
    case 'ValueExpected':
      return { message: 'A value is missing here.', next: 'Write a value after the colon.' };
    case 'CloseBraceExpected':
      return { message: 'The closing } is missing.', next: 'Close the object.' };
    case 'CloseBracketExpected':
      return { message: 'The closing ] is missing.', next: 'Close the list.' };
    case 'EndOfFileExpected':
      return { message: 'There is text after the end.', next: 'Keep one { … } in the file.' };
    case 'UnexpectedEndOfString':
      return { message: 'A closing double quote is missing.', next: 'Close the string.' };
    case 'UnexpectedEndOfComment':
      return { message: 'A comment is not closed.', next: 'Close it with */.' };
    case 'InvalidSymbol':
      return {
        message: `${shorten(found)} is not JSON.`,
        next: 'Write a number, true, false, null or a string in double quotes.',
      };
    default:
      return {
        message: `${shorten(found)} is not JSON (${code}).`,
        next: 'Write a number, true, false, null or a string in double quotes.',
      };
  }
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

import { isDeepStrictEqual } from 'node:util';
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Node, ParseError } from 'jsonc-parser';
import type { DocumentKind } from './documentKind';
import { mostProblems } from './problem';
import type { ConfigProblem, Finding } from './problem';
import { rangesIn } from './textPlaces';
import type { FindRange } from './textPlaces';

const longestText = 1_000_000;
/** Levels of objects and lists: far more than any key needs, far fewer than would exhaust the stack. */
const deepestConfig = 100;
const startOfFile = { line: 1, column: 1, endLine: 1, endColumn: 2 };

/** A parsed text that still knows where everything stands. */
export interface JsoncText {
  readonly rangeOf: FindRange;
  readonly root: Node | undefined;
  readonly value: unknown;
  readonly syntax: readonly ConfigProblem[];
}

/** Reads JSON with comments and trailing commas. Never throws: whatever is wrong is in `syntax`. */
export function readJsonc(text: string, kind: DocumentKind): JsoncText {
  const refuse = (message: string, next: string): JsoncText => ({
    rangeOf: () => startOfFile,
    root: undefined,
    value: undefined,
    syntax: [{ code: 'syntax', key: '', message, next, ...startOfFile }],
  });
  if (text.length > longestText) {
    return refuse(`A ${kind.name} of over 1 MB is not read.`, 'Check that this is the right file.');
  }
  const errors: ParseError[] = [];
  let root: Node | undefined;
  let value: unknown;
  try {
    // note: an empty text is reported below, in our own words.
    root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    value = root === undefined ? undefined : valueOf(root, 0);
  } catch (error) {
    if (error instanceof RangeError)
      return refuse('The file is nested too deeply.', 'Simplify it.');
    throw error;
  }
  if (root === undefined && errors.length === 0) {
    return refuse('The file is empty.', `Write at least ${kind.skeleton}.`);
  }
  const rangeOf = rangesIn(text);
  const syntax = errors.slice(0, mostProblems).map((error): ConfigProblem => {
    const found = text.slice(error.offset, error.offset + error.length);
    return {
      code: 'syntax',
      key: '',
      ...explain(printParseErrorCode(error.error), found),
      ...rangeOf(error.offset, error.length),
    };
  });
  const repeated = repeatedKeys(root).slice(0, mostProblems);
  return {
    rangeOf,
    root,
    value,
    syntax: [...syntax, ...repeated.map((name) => describeRepeated(name, rangeOf))],
  };
}

/** Gives a finding its range: its value, its name, or the nearest thing around it that exists. */
export function placeFinding({ rangeOf, root }: JsoncText, finding: Finding): ConfigProblem {
  const { code, path, message, next } = finding;
  const { offset, length } = nodeFor(root, finding) ?? { offset: 0, length: 1 };
  return { code, key: path.join('.'), message, next, ...rangeOf(offset, length) };
}

/** Where a scalar value stands; null when the text has none at this path, or another one. */
export function placeOfValue(
  { rangeOf, root }: JsoncText,
  path: readonly string[],
  value: unknown,
): { readonly line: number; readonly column: number } | null {
  const node = root === undefined ? undefined : findNodeAtLocation(root, [...path]);
  // note: a section has no value, neither here nor among the leaves of a config; a list has one of parts.
  const written: unknown = node?.type === 'array' ? getNodeValue(node) : node?.value;
  if (node === undefined || !isDeepStrictEqual(written, value)) return null;
  const { line, column } = rangeOf(node.offset, node.length);
  return { line, column };
}

/** Where the text of a value begins; null when there is none at this path. */
export function offsetOfValue(
  { root }: JsoncText,
  path: readonly (string | number)[],
): number | null {
  return root === undefined ? null : (findNodeAtLocation(root, [...path])?.offset ?? null);
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

/**
 * The value of a node. Own properties only: a key named `__proto__` stays an ordinary key.
 * @throws RangeError below the deepest level
 */
function valueOf(node: Node, level: number): unknown {
  if (level > deepestConfig) throw new RangeError('nested too deeply');
  if (node.type === 'array') return (node.children ?? []).map((item) => valueOf(item, level + 1));
  if (node.type !== 'object') return node.value as unknown;
  const value: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [name, content] = property.children ?? [];
    if (name === undefined || content === undefined) continue;
    Object.defineProperty(value, String(name.value), {
      value: valueOf(content, level + 1),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return value;
}

/** Names that stand in their object a second time. */
function repeatedKeys(node: Node | undefined): Node[] {
  const seen = new Set<string>();
  return (node?.children ?? []).flatMap((child) => {
    const [name, content] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
    if (name === undefined) return repeatedKeys(content);
    const key = String(name.value);
    const isRepeated = seen.has(key);
    seen.add(key);
    return [...(isRepeated ? [name] : []), ...repeatedKeys(content)];
  });
}

function describeRepeated(name: Node, rangeOf: FindRange): ConfigProblem {
  const key = String(name.value);
  return {
    code: 'syntax',
    key,
    message: `"${key}" stands here twice.`,
    next: 'Keep one of the two.',
    ...rangeOf(name.offset, name.length),
  };
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

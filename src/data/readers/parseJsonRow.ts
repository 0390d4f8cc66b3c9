import { parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { UserError } from '../../protocol/errors';
import { isTooDeep, mostDepth } from './nesting';

/** Where a row's JSON text begins in its file; both count from 1. */
interface Start {
  readonly line: number;
  readonly column: number;
}

/** Reads one row written as a JSON object. @throws UserError at the character that is wrong. */
export function parseJsonRow(
  text: string,
  file: string,
  start: Start,
): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { offset, message } = explainBrokenJson(text, error);
    const place = { file, ...advance(text, offset, start) };
    throw new UserError(`Broken JSON: ${message}.`, {
      place,
      next: 'Correct the row, or remove it.',
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    if (isTooDeep(value)) {
      throw new UserError(`Values are nested over ${mostDepth} deep.`, {
        place: { file, line: start.line, column: start.column },
        next: 'Correct the row, or remove it.',
      });
    }
    return value as Record<string, unknown>;
  }
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  throw new UserError(`A row must be an object like {"text": …, "label": …}; this is ${kind}.`, {
    place: { file, line: start.line, column: start.column },
    next: 'Write each row as an object with the same keys.',
  });
}

/** The first line of JSON that was printed with indentation, in a file whose lines are rows. */
const spreadRow =
  'a value is only opened here, but JSONL has one row a line (write the row on one line, or name a list over several lines .json)';

/** V8 words its messages differently from version to version, so a second parser finds the place. */
export function explainBrokenJson(
  text: string,
  error: unknown,
): { readonly offset: number; readonly length: number; readonly message: string } {
  if (/^\s*[{[]\s*$/.test(text)) return { offset: 0, length: text.length, message: spreadRow };
  const errors: ParseError[] = [];
  try {
    parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (failure) {
    if (!(failure instanceof RangeError)) throw failure;
    return { offset: 0, length: 0, message: 'nested too deeply' };
  }
  const [first] = errors;
  if (first === undefined) return { offset: 0, length: 0, message: String(error) };
  const found = text.slice(first.offset, first.offset + Math.min(first.length, 20));
  const code = printParseErrorCode(first.error);
  const message = jsonProblem(code, found);
  // Of a control character the parser gives the string it stands in.
  const isControl = code === 'InvalidCharacter';
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  const control = isControl ? text.slice(first.offset).search(/[\u0000-\u001f]/) : -1;
  if (control >= 0) return { offset: first.offset + control, length: 1, message };
  return { offset: first.offset, length: first.length, message };
}

/** An error code of the parser in plain words; `found` is what stands there. */
export function jsonProblem(code: string, found: string): string {
  switch (code) {
    case 'CommaExpected':
      return 'a comma is missing here';
    case 'ColonExpected':
      return 'a colon is missing here';
    case 'PropertyNameExpected':
      return 'a key in double quotes is missing here';
    case 'ValueExpected':
      return 'a value is missing here';
    case 'CloseBraceExpected':
      return 'the closing } is missing';
    case 'CloseBracketExpected':
      return 'the closing ] is missing';
    case 'EndOfFileExpected':
      return 'the row has ended, yet more text follows';
    case 'UnexpectedEndOfString':
      return 'a closing double quote is missing';
    case 'InvalidEscapeCharacter':
      return 'a backslash starts no known escape';
    case 'InvalidUnicode':
      return '\\u needs four hexadecimal digits';
    case 'InvalidCharacter':
      return 'a control character must be written as an escape such as \\n';
    case 'InvalidCommentToken':
      return 'comments are not allowed in data';
    case 'UnexpectedEndOfNumber':
    case 'InvalidNumberFormat':
      return 'this is no number';
    default:
      return `${JSON.stringify(found)} is not JSON`;
  }
}

/** The place `offset` characters after `start`. */
export function advance(text: string, offset: number, start: Start): Start {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  const last = (lines.at(-1) ?? '').length;
  return lines.length === 1
    ? { line: start.line, column: start.column + last }
    : { line: start.line + lines.length - 1, column: last + 1 };
}

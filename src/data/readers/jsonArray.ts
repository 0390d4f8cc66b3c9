import { UserError } from '../../protocol/errors';
import { decodeText } from './decodeText';
import type { JsonShape } from './jsonShape';
import { parseJsonRow } from './parseJsonRow';
import { lineTooLong } from './readLines';
import { usualLongestLine } from './row';
import type { ReadOptions, Row } from './row';
import { isArticle, questionsOf } from './squad';

const [tab, lineFeed, carriageReturn, space] = [9, 10, 13, 32];
const [quote, comma, backslash] = [34, 44, 92];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

/** What may come next between the objects. */
type Expected = 'list' | 'row-or-end' | 'row' | 'comma-or-end' | 'nothing' | 'object' | 'anything';

/** An object of a JSON file and where it stands. */
interface JsonObject {
  readonly values: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

/** Rows of a JSON file: the objects of its list; of SQuAD's articles, their questions. */
export async function* readJsonArray(
  path: string,
  shape: JsonShape,
  options: ReadOptions,
): AsyncGenerator<Row> {
  let row = 0;
  for await (const object of readJsonObjects(path, shape, options)) {
    if (shape.type === 'articles' && isArticle(object.values)) {
      for (const { values, line } of questionsOf(object.values, object)) {
        row += 1;
        yield { row, line, endLine: line, values };
      }
    } else {
      row += 1;
      yield { row, line: object.line, endLine: object.endLine, values: object.values };
    }
  }
}

/**
 * Objects of a file that is one JSON array of them. Only the one at hand is in memory: this finds where each object ends
 * (brackets outside strings) and leaves the object itself to JSON.parse.
 */
async function* readJsonObjects(
  path: string,
  shape: JsonShape,
  options: ReadOptions,
): AsyncGenerator<JsonObject> {
  const { longestLine = usualLongestLine, parseRow = parseJsonRow } = options;
  const position = countPosition();
  let expected: Expected = shape.type === 'objects' ? 'object' : 'list';
  let skip = 'before' in shape ? shape.before : 0;
  let object: { line: number; column: number; parts: string[]; length: number } | undefined;
  let closes = findEndOfObject();

  for await (const chunk of decodeText(path, options)) {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (skip > 0) {
        skip -= 1;
      } else if (object !== undefined) {
        if (closes(code)) {
          object.parts.push(chunk.slice(from, at + 1));
          const text = object.parts.join('');
          const values = parseRow(text, path, object);
          const { line, column } = object;
          yield { values, text, line, column, endLine: position.line() };
          object = undefined;
        }
      } else if (code === openBrace && mayBeObject(expected)) {
        object = { line: position.line(), column: position.column(), parts: [], length: 0 };
        closes = findEndOfObject();
        closes(code);
        from = at;
        expected = expected === 'object' ? 'object' : 'comma-or-end';
      } else if (code !== space && code !== tab && code !== lineFeed && code !== carriageReturn) {
        const place = { file: path, line: position.line(), column: position.column() };
        expected = follow(expected, code, place);
        // What surrounds the list ends behind it.
        if (expected === 'nothing' && 'before' in shape) expected = 'anything';
      }
      position.advance(code);
    }
    if (object === undefined) continue;
    object.parts.push(chunk.slice(from));
    object.length += chunk.length - from;
    if (object.length > longestLine) throw lineTooLong(path, object.line);
  }
  // An object that never closes: its own parser says best what is missing.
  if (object !== undefined) parseJsonRow(object.parts.join(''), path, object);
  if (expected !== 'nothing' && expected !== 'anything' && expected !== 'object') {
    throw new UserError('The closing ] of the list is missing.', {
      place: { file: path, line: position.line(), column: position.column() },
      next: 'Check that the file was written to its end.',
    });
  }
}

function mayBeObject(expected: Expected): boolean {
  return expected === 'row' || expected === 'row-or-end' || expected === 'object';
}

/** What may come after this character, which is neither space nor the start of a row that is due. */
function follow(
  expected: Expected,
  code: number,
  place: { file: string; line: number; column: number },
): Expected {
  const wrong = (message: string, next: string): UserError =>
    new UserError(message, { place, next });
  const asList = 'Write the rows as [ {…}, {…} ].';
  switch (expected) {
    case 'list':
      if (code === openBracket) return 'row-or-end';
      throw wrong(
        'A JSON file must hold a list of rows, [ {…}, {…} ].',
        'If it has one object per line, set its format to "jsonl".',
      );
    case 'row-or-end':
    case 'row':
      if (code === closeBracket && expected === 'row-or-end') return 'nothing';
      if (code === closeBracket) throw wrong('A row is missing after the comma.', asList);
      if (code === comma) throw wrong('A row is missing before the comma.', asList);
      throw wrong('A row must be an object like {"text": …, "label": …}.', asList);
    case 'comma-or-end':
      if (code === comma) return 'row';
      if (code === closeBracket) return 'nothing';
      throw wrong('A comma is missing between two rows.', asList);
    case 'nothing':
      throw wrong('The list has ended, yet more text follows.', 'Keep one list in the file.');
    case 'object':
      throw wrong('An object is expected here, { … }.', 'Write the rows as [ {…}, {…} ].');
    case 'anything':
      return 'anything';
  }
}

/** A function to be fed an object's characters, from its opening brace on; true at the last one. */
function findEndOfObject(): (code: number) => boolean {
  let depth = 0;
  let inString = false;
  let isEscaped = false;
  return (code) => {
    if (inString) {
      if (isEscaped) isEscaped = false;
      else if (code === backslash) isEscaped = true;
      else if (code === quote) inString = false;
      return false;
    }
    if (code === quote) inString = true;
    else if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      return depth === 0;
    }
    return false;
  };
}

/** Lines and columns from 1, with \n, \r\n and \r as line ends. */
function countPosition() {
  let line = 1;
  let column = 1;
  let afterReturn = false;
  return {
    line: () => line,
    column: () => column,
    advance(code: number): void {
      if (code === lineFeed && afterReturn) {
        afterReturn = false;
      } else if (code === lineFeed || code === carriageReturn) {
        line += 1;
        column = 1;
        afterReturn = code === carriageReturn;
      } else {
        column += 1;
        afterReturn = false;
      }
    },
  };
}

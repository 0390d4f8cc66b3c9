import type { Span } from './expression';
import { WhereError } from './problem';

/** A word, a name in backticks, a string, a number, or a mark such as `<=`. */
export type Token = Span &
  (
    | { readonly type: 'word' | 'name' | 'string' | 'mark'; readonly text: string }
    | { readonly type: 'number'; readonly value: number }
    | { readonly type: 'end' }
  );

const blanks = /\s+/uy;
const words = /[\p{L}_][\p{L}\p{N}_]*/uy;
const numbers = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const marks = /==|!=|<>|<=|>=|&&|\|\||[=<>!+\-*/%()[\],.]/y;

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** @throws WhereError at the first character that belongs to nothing */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0] ?? null;
  };
  while (at < text.length) {
    const blank = take(blanks);
    if (blank !== null) {
      at += blank.length;
      continue;
    }
    const start = at;
    const quote = text[at];
    if (quote === "'" || quote === '"' || quote === '`') {
      const { value, end } = quoted(text, at, quote);
      at = end;
      tokens.push({ type: quote === '`' ? 'name' : 'string', text: value, start, end });
      continue;
    }
    const word = take(words);
    const number = word === null ? take(numbers) : null;
    const mark = word === null && number === null ? take(marks) : null;
    const found = word ?? number ?? mark;
    if (found === null) throw strange(text, at);
    at += found.length;
    const span = { start, end: at };
    if (number !== null) tokens.push({ type: 'number', value: Number(number), ...span });
    else tokens.push({ type: word === null ? 'mark' : 'word', text: found, ...span });
  }
  return [...tokens, { type: 'end', start: text.length, end: text.length }];
}

/** A quote inside is doubled, as in SQL, or escaped with a backslash. */
function quoted(text: string, start: number, quote: string): { value: string; end: number } {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const mark = text[at] ?? '';
    if (mark === quote && text[at + 1] === quote) {
      value += quote;
      at += 1;
    } else if (mark === quote) {
      return { value, end: at + 1 };
    } else if (mark === '\\' && quote !== '`') {
      at += 1;
      const escaped = text[at] ?? '';
      // note: \d and \w stay as they are: patterns are full of them.
      const isEscape = escaped === quote || escaped === '\\' || Object.hasOwn(escapes, escaped);
      value += isEscape ? (escapes[escaped] ?? escaped) : `\\${escaped}`;
    } else {
      value += mark;
    }
  }
  throw new WhereError({
    message: quote === '`' ? 'This name is not closed.' : 'This text is not closed.',
    next: `Close it with ${quote}.`,
    start,
    end: text.length,
  });
}

function strange(text: string, at: number): WhereError {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const next =
    character === '&' || character === '|'
      ? `Write ${character}${character}.`
      : character === '~'
        ? 'Write matches(COLUMN, PATTERN) for a pattern.'
        : 'Remove it, or put a column name with unusual characters in `backticks`.';
  return new WhereError({
    message: `"${character}" has no meaning here.`,
    next,
    start: at,
    end: at + character.length,
  });
}

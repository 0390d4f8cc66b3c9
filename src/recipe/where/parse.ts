import type { Comparison, Expression, Span } from './expression';
import { functions } from './functions';
import { WhereError } from './problem';
import type { WhereProblem } from './problem';
import { checkPattern, refuse, unexpected, unknownFunction } from './refuse';
import { tokensOf } from './tokens';
import type { Token } from './tokens';
import { countOf } from '../../protocol/formatNumber';

export type ParsedWhere =
  | { readonly expression: Expression; readonly problem: null }
  | { readonly expression: null; readonly problem: WhereProblem };

const [longest, deepest, mostTerms] = [10_000, 100, 500];

/** Reads an expression of the `where` language; nothing of it is ever run as JavaScript. Never throws on any text. */
export function parseWhere(text: string): ParsedWhere {
  try {
    if (text.length > longest) {
      throw new WhereError({
        message: 'This expression has over 10,000 characters.',
        next: 'Cut it into several filter steps.',
        start: 0,
        end: text.length,
      });
    }
    return { expression: parserOf(tokensOf(text)), problem: null };
  } catch (error) {
    if (error instanceof WhereError) return { expression: null, problem: error.problem };
    throw error;
  }
}

const comparisons: Readonly<Record<string, Comparison>> = {
  '==': '==',
  '=': '==',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

/** Words with a meaning of their own; a column of this name stands in backticks. */
export const reservedWords = ['and', 'or', 'not', 'in', 'is', 'null', 'true', 'false'] as const;

function parserOf(tokens: readonly Token[]): Expression {
  let [at, depth, terms] = [0, 0, 0];
  const end: Token = tokens.at(-1) ?? { type: 'end', start: 0, end: 0 };
  const peek = (ahead = 0): Token => tokens[at + ahead] ?? end;
  const isWord = (word: string, ahead = 0): boolean => {
    const token = peek(ahead);
    return token.type === 'word' && token.text.toLowerCase() === word;
  };
  const isMark = (mark: string): boolean => {
    const token = peek();
    return token.type === 'mark' && token.text === mark;
  };
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const expect = (mark: string, why: string): Token => {
    if (isMark(mark)) return next();
    throw unexpected(peek(), `Put ${mark} here ${why}.`);
  };
  const nested = <T>(parse: () => T): T => {
    depth += 1;
    if (depth > deepest) throw refuse(peek(), 'This is nested too deeply.', 'Simplify it.');
    const result = parse();
    depth -= 1;
    return result;
  };

  const any = (): Expression => chain('any', all, () => isWord('or') || isMark('||'));
  const all = (): Expression => chain('all', negation, () => isWord('and') || isMark('&&'));

  function chain(type: 'any' | 'all', part: () => Expression, goesOn: () => boolean): Expression {
    const operands = [part()];
    while (goesOn()) {
      next();
      operands.push(part());
    }
    const [first] = operands as [Expression];
    return operands.length === 1 ? first : { type, operands, ...spanOf(operands) };
  }

  function negation(): Expression {
    if (!isWord('not') && !isMark('!')) return comparison();
    const { start } = next();
    const operand = nested(negation);
    return { type: 'not', operand, start, end: operand.end };
  }

  function comparison(): Expression {
    const left = sum();
    const token = peek();
    if (isWord('is')) return isNull(left);
    if (isWord('in') || (isWord('not') && isWord('in', 1))) return isIn(left);
    const operator = token.type === 'mark' ? comparisons[token.text] : undefined;
    if (operator === undefined) return left;
    next();
    const right = sum();
    const again = peek();
    if (again.type === 'mark' && comparisons[again.text] !== undefined) {
      throw refuse(again, 'Comparisons cannot be chained.', 'Write a < b and b < c.');
    }
    return { type: 'compare', operator, left, right, ...spanOf([left, right]) };
  }

  function isNull(operand: Expression): Expression {
    next();
    const isNegated = isWord('not');
    if (isNegated) next();
    if (!isWord('null')) throw unexpected(peek(), 'After "is" comes null, or not null.');
    const { end } = next();
    return { type: 'is-null', operand, isNegated, start: operand.start, end };
  }

  function isIn(operand: Expression): Expression {
    const isNegated = isWord('not');
    if (isNegated) next();
    next();
    const open = peek();
    const close = isMark('(') ? ')' : isMark('[') ? ']' : null;
    if (close === null) throw unexpected(open, "After \"in\" comes a list: in ('a', 'b').");
    next();
    const items = [sum()];
    while (isMark(',')) {
      next();
      items.push(sum());
    }
    const { end } = expect(close, 'to close the list');
    return { type: 'in', operand, items, isNegated, start: operand.start, end };
  }

  /** A tree of sums is as deep as it has terms. */
  function countTerm(token: Token): void {
    terms += 1;
    if (terms > mostTerms) throw refuse(token, 'This calculates too much.', 'Simplify it.');
  }

  function sum(): Expression {
    let left = product();
    while (isMark('+') || isMark('-')) {
      const operator = isMark('+') ? '+' : '-';
      countTerm(next());
      const right = product();
      left = { type: 'arithmetic', operator, left, right, ...spanOf([left, right]) };
    }
    return left;
  }

  function product(): Expression {
    let left = factor();
    while (isMark('*') || isMark('/') || isMark('%')) {
      const operator = isMark('*') ? '*' : isMark('/') ? '/' : '%';
      countTerm(next());
      const right = factor();
      left = { type: 'arithmetic', operator, left, right, ...spanOf([left, right]) };
    }
    return left;
  }

  function factor(): Expression {
    if (!isMark('-')) return primary();
    const { start } = next();
    const operand = nested(factor);
    return { type: 'negate', operand, start, end: operand.end };
  }

  function primary(): Expression {
    const token = next();
    const { start, end } = token;
    switch (token.type) {
      case 'string':
        return { type: 'literal', value: token.text, start, end };
      case 'number':
        return { type: 'literal', value: token.value, start, end };
      case 'name':
        return column(token.text, token);
      case 'word':
        return word(token.text, token);
      case 'mark':
        if (token.text === '(') {
          const inner = nested(any);
          expect(')', 'to close the bracket');
          return inner;
        }
        throw unexpected(token, 'A column, a value or a function belongs here.');
      case 'end':
        throw unexpected(token, 'A column, a value or a function belongs here.');
    }
  }

  function word(text: string, token: Token): Expression {
    const { start, end } = token;
    const plain = text.toLowerCase();
    if (plain === 'true' || plain === 'false')
      return { type: 'literal', value: plain === 'true', start, end };
    if (plain === 'null') return { type: 'literal', value: null, start, end };
    if (isMark('(')) return call(plain, token);
    if (reservedWords.some((reserved) => reserved === plain)) {
      throw refuse(
        token,
        `"${text}" stands in the wrong place.`,
        `A column of this name is written \`${text}\`.`,
      );
    }
    return column(text, token);
  }

  function column(first: string, token: Token): Expression {
    const path: (string | number)[] = [first];
    let { end } = token;
    for (;;) {
      if (isMark('.')) {
        next();
        const name = next();
        if (name.type !== 'word' && name.type !== 'name')
          throw unexpected(name, 'After the dot comes a name.');
        path.push(name.text);
        ({ end } = name);
      } else if (isMark('[')) {
        next();
        const sign = isMark('-') ? -1 : 1;
        if (sign < 0) next();
        const position = next();
        if (position.type !== 'number' || !Number.isInteger(position.value))
          throw unexpected(position, 'A position in a list is a whole number: [0] is the first.');
        path.push(sign * position.value);
        ({ end } = expect(']', 'to close the position'));
      } else {
        return { type: 'column', path, start: token.start, end };
      }
    }
  }

  function call(name: string, token: Token): Expression {
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (known === undefined) throw unknownFunction(name, token);
    next();
    const parameters: Expression[] = [];
    while (!isMark(')')) {
      if (parameters.length > 0) expect(',', 'between two parameters, or ) to close');
      parameters.push(nested(any));
    }
    const { end } = next();
    const [least, most] = [
      known.parameters.length,
      known.takesMore === true ? Infinity : known.parameters.length,
    ];
    if (parameters.length < least || parameters.length > most) {
      const span = { start: token.start, end };
      throw refuse(span, `${name} takes ${amount(least, most)}.`, `Write ${known.form}.`);
    }
    if (name === 'matches') checkPattern(parameters[1]);
    return { type: 'call', name, parameters, start: token.start, end };
  }

  const whole = any();
  const rest = peek();
  if (rest.type !== 'end') throw unexpected(rest, 'Join two conditions with and, or.');
  return whole;
}

function amount(least: number, most: number): string {
  const count = countOf(least, 'parameter');
  return most === Infinity ? `${count} or more` : count;
}

function spanOf(parts: readonly Span[]): Span {
  return { start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 };
}

import { assertNever } from '../../protocol/assertNever';
import { plainValue } from '../rows/exactNumber';
import { columnValue } from './columnValue';
import { printColumn } from './expression';
import type { Arithmetic, Comparison, Expression } from './expression';
import { functions } from './functions';
import { compilePattern } from './pattern';
import * as types from './types';
import type { Types } from './types';

type Values = Readonly<Record<string, unknown>>;
type Evaluate = (values: Values) => unknown;

/** A row whose value is of another kind than its expression needs. */
export class WrongKind extends Error {}

/**
 * Whether the expression is true for a row. What is null makes an ordering, a sum or a function null, and a row is kept
 * only where the whole is true; == and != know null as a value. @throws WrongKind
 */
export function compileWhere(expression: Expression): (values: Values) => boolean {
  const evaluate = compile(expression);
  return (values) => evaluate(values) === true;
}

function compile(expression: Expression): Evaluate {
  switch (expression.type) {
    case 'literal': {
      const { value } = expression;
      return () => value;
    }
    case 'column': {
      const { path } = expression;
      return (values) => plainValue(columnValue(values, path) ?? null);
    }
    case 'all':
      return logical(expression.operands, false);
    case 'any':
      return logical(expression.operands, true);
    case 'not': {
      const operand = checked(expression.operand, types.boolean, 'not');
      return (values) => {
        const value = operand(values);
        return value === null ? null : value !== true;
      };
    }
    case 'negate': {
      const operand = checked(expression.operand, types.number, '-');
      return (values) => {
        const value = operand(values);
        return value === null ? null : -Number(value);
      };
    }
    case 'arithmetic':
      return arithmetic(expression.operator, expression.left, expression.right);
    case 'compare':
      return comparison(expression.operator, expression.left, expression.right);
    case 'in': {
      const operand = compile(expression.operand);
      const items = expression.items.map(compile);
      const { isNegated } = expression;
      return (values) => {
        const value = operand(values);
        return items.some((item) => item(values) === value) !== isNegated;
      };
    }
    case 'is-null': {
      const operand = compile(expression.operand);
      const { isNegated } = expression;
      return (values) => (operand(values) === null) !== isNegated;
    }
    case 'call':
      return call(expression);
    default:
      return assertNever(expression, 'expression');
  }
}

/** and, or: the first side that settles it does, so that `type(x) == 'text' and length(x) > 3` is safe. */
function logical(operands: readonly Expression[], settles: boolean): Evaluate {
  const parts = operands.map((each) => checked(each, types.boolean, settles ? 'or' : 'and'));
  return (values) => {
    let result: boolean | null = !settles;
    for (const part of parts) {
      const value = part(values);
      if (value === settles) return settles;
      if (value === null) result = null;
    }
    return result;
  };
}

function arithmetic(operator: Arithmetic, left: Expression, right: Expression): Evaluate {
  const a = checked(left, types.number, operator);
  const b = checked(right, types.number, operator);
  return (values) => {
    const [x, y] = [a(values), b(values)];
    if (x === null || y === null) return null;
    const result = calculate(operator, Number(x), Number(y));
    return Number.isFinite(result) ? result : null;
  };
}

function calculate(operator: Arithmetic, x: number, y: number): number {
  switch (operator) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    default:
      return assertNever(operator, 'operator');
  }
}

function comparison(operator: Comparison, left: Expression, right: Expression): Evaluate {
  const [a, b] = [compile(left), compile(right)];
  if (operator === '==') return (values) => a(values) === b(values);
  if (operator === '!=') return (values) => a(values) !== b(values);
  const wanted = types.number | types.text;
  const [x, y] = [checked(left, wanted, operator), checked(right, wanted, operator)];
  return (values) => {
    const [low, high] = [x(values), y(values)];
    if (low === null || high === null) return null;
    if (typeof low !== typeof high)
      throw new WrongKind(`${operator} compares ${typeof low} with ${typeof high} here`);
    return ordered(operator, low as string, high as string);
  };
}

function ordered<T extends string | number>(
  operator: '<' | '<=' | '>' | '>=',
  a: T,
  b: T,
): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return assertNever(operator, 'operator');
  }
}

function call({ name, parameters }: Extract<Expression, { type: 'call' }>): Evaluate {
  const known = functions[name];
  if (known === undefined) throw new Error(`no function ${name}`);
  const parts = parameters.map((parameter, index) =>
    checked(parameter, known.parameters[index] ?? known.parameters.at(-1) ?? 0, `${name}()`),
  );
  if (name === 'matches') return matches(parts[0], parameters[1]);
  return (values) => {
    const given = parts.map((part) => part(values));
    return known.takesNull !== true && given.includes(null) ? null : known.apply(...given);
  };
}

function matches(text: Evaluate | undefined, pattern: Expression | undefined): Evaluate {
  const source = pattern?.type === 'literal' ? String(pattern.value) : '';
  const found = compilePattern(source);
  if (typeof found === 'string' || text === undefined) throw new Error(`pattern ${source}`);
  return (values) => {
    const value = text(values);
    return typeof value === 'string' ? found(value) : null;
  };
}

/** An operand that must be of these kinds, or null. */
function checked(expression: Expression, wanted: Types, what: string): Evaluate {
  const evaluate = compile(expression);
  return (values) => {
    const value = evaluate(values);
    const found = types.typeOf(value);
    if (found === types.nothing || (found & wanted) !== 0) return value;
    const subject = expression.type === 'column' ? `"${printColumn(expression.path)}"` : 'a value';
    throw new WrongKind(
      `${what} needs ${types.printTypes(wanted)}; ${subject} is ${types.printTypes(found)} here`,
    );
  };
}

import { assertNever } from '../../protocol/assertNever';
import { nearestWord } from '../../protocol/nearestWord';
import { plainValue } from '../rows/exactNumber';
import { columnValue } from './columnValue';
import { printColumn } from './expression';
import type { Expression } from './expression';
import { functions } from './functions';
import { WhereError } from './problem';
import type { WhereProblem } from './problem';
import * as types from './types';
import type { Types } from './types';

type Values = Readonly<Record<string, unknown>>;

interface Checking {
  readonly sample: readonly Values[];
  /** What was found out: a part may be asked for several times. */
  readonly known: Map<Expression, Types>;
}

/** Whether an expression makes sense for rows like these; null when it does. An empty sample says nothing of columns. */
export function checkWhere(expression: Expression, sample: readonly Values[]): WhereProblem | null {
  try {
    const result = typesOf(expression, { sample, known: new Map() });
    if ((result & types.boolean) === 0) {
      throw refuse(
        expression,
        `This is ${types.printTypes(result)}, not a condition.`,
        'Compare it with something: length(text) > 10.',
      );
    }
    return null;
  } catch (error) {
    if (error instanceof WhereError) return error.problem;
    throw error;
  }
}

/** Kinds of values an expression may have. @throws WhereError where they cannot fit */
function typesOf(expression: Expression, checking: Checking): Types {
  const known = checking.known.get(expression);
  if (known !== undefined) return known;
  const found = findTypes(expression, checking);
  checking.known.set(expression, found);
  return found;
}

function findTypes(expression: Expression, checking: Checking): Types {
  const kinds = (part: Expression): Types => typesOf(part, checking);
  const need = (part: Expression, wanted: Types, what: string): void => {
    const found = kinds(part);
    if ((found & wanted) === 0 && found !== types.nothing) throw misfit(part, found, wanted, what);
  };
  switch (expression.type) {
    case 'literal':
      return types.typeOf(expression.value);
    case 'column':
      return columnTypes(expression, checking.sample);
    case 'all':
    case 'any':
      for (const operand of expression.operands)
        need(operand, types.boolean, expression.type === 'all' ? 'and' : 'or');
      return types.boolean;
    case 'not':
      need(expression.operand, types.boolean, 'not');
      return types.boolean;
    case 'negate':
      need(expression.operand, types.number, '-');
      return types.number;
    case 'arithmetic':
      need(expression.left, types.number, expression.operator);
      need(expression.right, types.number, expression.operator);
      return types.number;
    case 'compare':
      compare(expression, kinds(expression.left), kinds(expression.right));
      return types.boolean;
    case 'in':
      for (const item of expression.items)
        meet(expression.operand, kinds(expression.operand), item, kinds(item));
      return types.boolean;
    case 'is-null':
      kinds(expression.operand);
      return types.boolean;
    case 'call': {
      const known = functions[expression.name];
      for (const [index, parameter] of expression.parameters.entries()) {
        const wanted = known?.parameters[index] ?? known?.parameters.at(-1) ?? types.anything;
        need(parameter, wanted, `${expression.name}()`);
      }
      return expression.name === 'coalesce'
        ? expression.parameters.reduce((all, part) => all | kinds(part), 0)
        : (known?.result ?? types.anything);
    }
    default:
      return assertNever(expression, 'expression');
  }
}

function columnTypes(
  column: Extract<Expression, { type: 'column' }>,
  sample: readonly Values[],
): Types {
  if (sample.length === 0) return types.anything;
  let found: Types = 0;
  for (const values of sample) {
    const value = columnValue(values, column.path);
    if (value !== undefined) found |= types.typeOf(plainValue(value));
  }
  if (found !== 0) return found;
  // No list of the sample may be as long as a position asks, yet others may be.
  for (const values of sample)
    for (const value of valuesAnywhere(values, column.path))
      found |= types.typeOf(plainValue(value));
  if (found !== 0) return found | types.nothing;
  const name = printColumn(column.path);
  const there = namesBeside(column.path, sample);
  const near = nearestWord(String(column.path.at(-1)), there);
  const begin = column.path.slice(0, -1);
  throw refuse(
    column,
    `There is no column "${name}" at this step.`,
    near === null
      ? `There are ${listed(there)}. A text stands in quotes: '${name}'.`
      : `Did you mean ${printColumn([...begin, near])}?`,
  );
}

/** What stands at a path when its positions are those of any item. */
function valuesAnywhere(
  value: unknown,
  [part, ...rest]: readonly (string | number)[],
): readonly unknown[] {
  if (part === undefined) return value === undefined ? [] : [value];
  if (typeof part === 'number')
    return Array.isArray(value) ? value.flatMap((item) => valuesAnywhere(item, rest)) : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return [];
  return valuesAnywhere((value as Record<string, unknown>)[part], rest);
}

/** The names at the level of the last part of a path. */
function namesBeside(path: readonly (string | number)[], sample: readonly Values[]): string[] {
  const parents = sample.flatMap((values) =>
    path.length === 1 ? [values] : valuesAnywhere(values, path.slice(0, -1)),
  );
  const names = parents.flatMap((parent) =>
    typeof parent === 'object' && parent !== null && !Array.isArray(parent)
      ? Object.keys(parent)
      : [],
  );
  return [...new Set(names.length > 0 ? names : sample.flatMap((values) => Object.keys(values)))];
}

function compare(
  expression: Extract<Expression, { type: 'compare' }>,
  left: Types,
  right: Types,
): void {
  meet(expression.left, left, expression.right, right);
  if (expression.operator === '==' || expression.operator === '!=') return;
  for (const [part, found] of [
    [expression.left, left],
    [expression.right, right],
  ] as const) {
    const wanted = types.number | types.text;
    if ((found & wanted) === 0 && found !== types.nothing)
      throw misfit(part, found, wanted, expression.operator);
  }
}

/** Two sides that can never be equal are a mistake, not a condition. */
function meet(left: Expression, leftTypes: Types, right: Expression, rightTypes: Types): void {
  const isNull = leftTypes === types.nothing || rightTypes === types.nothing;
  if (isNull || (leftTypes & rightTypes & ~types.nothing) !== 0) return;
  const isSpelt =
    (leftTypes & types.text) !== 0 && (rightTypes & types.number) !== 0 && left.type === 'column';
  throw refuse(
    { start: left.start, end: right.end },
    `${types.printTypes(leftTypes)} is compared with ${types.printTypes(rightTypes)}: they are never the same.`,
    isSpelt
      ? `If the text spells a number, write number(${printColumn(left.path)}).`
      : 'Compare values of one kind.',
  );
}

function misfit(part: Expression, found: Types, wanted: Types, what: string): WhereError {
  const isSpelt = wanted === types.number && found === types.text && part.type === 'column';
  return refuse(
    part,
    `${what} needs ${types.printTypes(wanted)}; this is ${types.printTypes(found)}.`,
    isSpelt
      ? `If the text spells a number, write number(${printColumn(part.path)}).`
      : 'Correct it.',
  );
}

function refuse(
  { start, end }: { start: number; end: number },
  message: string,
  next: string,
): WhereError {
  return new WhereError({ message, next, start, end });
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).map((name) => printColumn([name.slice(0, 40)]));
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

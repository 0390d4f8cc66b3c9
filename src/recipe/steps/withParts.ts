import { valueOf } from '../../data/fields';
import { partsOf } from '../../data/schemas/partsOf';
import type { Values } from '../rows/recipeRow';
import { columnNames } from '../where/columnNames';
import type { Expression } from '../where/expression';
import { columnOfPart, leastConfidence } from './columnOfPart';
import type { StepContext } from './preparedStep';

/**
 * Rows as an expression sees them: a name in it that is no column of theirs is the part of that name in their schema, and
 * `text` of rows without a column of text is all that is said in them, one text a line. A row's own column comes first.
 */
export function withParts(
  expression: Expression,
  context: StepContext,
): (values: Values) => Values {
  const { sample } = context;
  const absent = columnNames(expression).filter(
    (name) => sample.length > 0 && !sample.some(({ values }) => Object.hasOwn(values, name)),
  );
  const parts = absent.flatMap((name) => {
    const valueIn = partOf(name, context);
    return valueIn === null ? [] : [[name, valueIn] as const];
  });
  if (parts.length === 0) return (values) => values;
  return (values) => ({
    ...Object.fromEntries(parts.map(([name, valueIn]) => [name, valueIn(values)])),
    ...values,
  });
}

function partOf(name: string, context: StepContext): ((values: Values) => unknown) | null {
  const column = columnOfPart(name, context);
  if (column !== null) return (values) => valueOf(values, column);
  const schema = context.schema();
  if (name !== 'text' || 'text' in schema.columns || schema.confidence < leastConfidence)
    return null;
  return (values) => {
    const said = partsOf(schema, values).filter(
      ({ role }) => role !== 'label' && role !== 'rejected',
    );
    return said.length === 0 ? null : said.map(({ text }) => text).join('\n');
  };
}

import { UserError } from '../../protocol/errors';
import type { StepOf } from '../definition';
import { placeOfRow, type Values } from '../rows/recipeRow';
import { checkWhere } from '../where/check';
import { compileWhere, WrongKind } from '../where/evaluate';
import { parseWhere } from '../where/parse';
import { StepProblem } from './preparedStep';
import type { RowStep, StepContext } from './preparedStep';
import { withParts } from './withParts';

/** Keeps the rows for which the expression is true. */
export function filterStep({ where }: StepOf<'filter'>, context: StepContext): RowStep {
  const { expression, problem } = parseWhere(where);
  const seen = expression === null ? (values: Values) => values : withParts(expression, context);
  const found =
    problem ??
    checkWhere(
      expression,
      context.sample.map(({ values }) => seen(values)),
    );
  if (found !== null || expression === null)
    throw new StepProblem(found?.message ?? '', found?.next ?? '', found ?? ['where']);
  const isWanted = compileWhere(expression);
  return {
    type: 'row',
    apply(row) {
      try {
        return isWanted(seen(row.values)) ? row : null;
      } catch (error) {
        if (!(error instanceof WrongKind)) throw error;
        throw new UserError(`The filter cannot be told for this row: ${error.message}.`, {
          place: placeOfRow(context.inputs, row),
          next: "Correct the row, or ask for its kind first: type(COLUMN) == 'text' and ….",
        });
      }
    },
  };
}

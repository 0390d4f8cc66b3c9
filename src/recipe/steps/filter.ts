import { UserError } from '../../protocol/errors';
import type { StepOf } from '../definition';
import { placeOfRow } from '../rows/recipeRow';
import { checkWhere } from '../where/check';
import { compileWhere, WrongKind } from '../where/evaluate';
import { parseWhere } from '../where/parse';
import { StepProblem } from './preparedStep';
import type { RowStep, StepContext } from './preparedStep';

export function filterStep({ where }: StepOf<'filter'>, context: StepContext): RowStep {
  const { expression, problem } = parseWhere(where);
  const found =
    problem ??
    checkWhere(
      expression,
      context.sample.map(({ values }) => values),
    );
  if (found !== null || expression === null)
    throw new StepProblem(found?.message ?? '', found?.next ?? '', found ?? ['where']);
  const isWanted = compileWhere(expression);
  return {
    type: 'row',
    apply(row) {
      try {
        return isWanted(row.values) ? row : null;
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

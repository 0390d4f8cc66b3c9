import { isDeepStrictEqual } from 'node:util';
import { conversionProblem, convertRow } from '../../data/schemas/convert/convertRow';
import { UserError } from '../../protocol/errors';
import type { StepOf } from '../definition';
import { placeOfRow } from '../rows/recipeRow';
import { leastConfidence } from './columnOfPart';
import { StepProblem } from './preparedStep';
import type { RowStep, StepContext } from './preparedStep';

/** Writes each row in another schema; a row that would lose something ends the recipe, with its line. */
export function convertStep({ to }: StepOf<'convert'>, context: StepContext): RowStep {
  const schema = context.schema();
  const { name, confidence, evidence } = schema;
  if (context.sample.length > 0 && confidence < leastConfidence) {
    throw new StepProblem(
      `Which schema the rows follow is not clear: ${evidence}.`,
      'Rename their columns to the usual names before this step.',
      ['to'],
    );
  }
  const problem = context.sample.length === 0 ? null : conversionProblem(name, to);
  if (problem !== null) throw new StepProblem(problem, 'Correct or remove this step.', ['to']);
  return {
    type: 'row',
    apply(row) {
      const conversion = convertRow(schema, to, row.values);
      if (conversion.type === 'refused') {
        throw new UserError(`This row cannot be written as ${to}: ${conversion.reason}.`, {
          place: placeOfRow(context.inputs, row),
          next: 'Mend or drop such rows in a step before, or convert to another schema.',
        });
      }
      const { values } = conversion;
      return isDeepStrictEqual(values, row.values) ? row : { ...row, values };
    },
  };
}

import { changeTexts } from './changeTexts';
import { columnNamed } from './columnNamed';
import type { RowStep, StepContext } from './preparedStep';

/** A step that changes texts, of some columns or of all. */
export function textStep(
  fields: readonly string[] | null,
  context: StepContext,
  change: (text: string) => string,
): RowStep {
  const columns = fields?.map((field) => columnNamed(field, context, ['fields'])) ?? null;
  return {
    type: 'row',
    apply(row) {
      const values = changeTexts(row.values, columns, change);
      return values === row.values ? row : { ...row, values };
    },
  };
}

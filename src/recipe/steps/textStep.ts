import { valueOf } from '../../data/fields';
import { changeTexts } from './changeTexts';
import { AbsentColumn } from './preparedStep';
import type { RowStep, StepContext } from './preparedStep';
import { nearestWord } from '../../protocol/nearestWord';

/** A step that changes texts, of some columns or of all. */
export function textStep(
  fields: readonly string[] | null,
  context: StepContext,
  change: (text: string) => string,
): RowStep {
  for (const field of fields ?? []) requireColumn(field, context, ['fields']);
  return {
    type: 'row',
    apply(row) {
      const values = changeTexts(row.values, fields, change);
      return values === row.values ? row : { ...row, values };
    },
  };
}

/** @throws StepProblem when none of the first rows has the column */
export function requireColumn(name: string, { sample }: StepContext, at: readonly string[]): void {
  if (sample.length === 0) return;
  const isThere = sample.some(
    ({ values }) => valueOf(values, name) !== undefined || isInList(values, name.split('.')),
  );
  if (isThere) return;
  const columns = [...new Set(sample.flatMap(({ values }) => Object.keys(values)))];
  const near = nearestWord(name, columns);
  const shown = columns.slice(0, 12).map((column) => `"${column.slice(0, 40)}"`);
  const more = columns.length > shown.length ? ` and ${columns.length - shown.length} more` : '';
  throw new AbsentColumn(
    `There is no column "${name}" at this step.`,
    near === null ? `There are ${shown.join(', ')}${more}.` : `Did you mean "${near}"?`,
    at,
  );
}

/** `messages.content`: a column of the objects in a list. */
function isInList(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (Array.isArray(value))
    return value.some((item) => isInList(item, key === undefined ? [] : [key, ...rest]));
  if (key === undefined) return value !== undefined;
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, key) &&
    isInList((value as Record<string, unknown>)[key], rest)
  );
}

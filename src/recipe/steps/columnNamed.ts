import { valueOf } from '../../data/fields';
import { nearestWord } from '../../protocol/nearestWord';
import { columnOfPart } from './columnOfPart';
import { AbsentColumn } from './preparedStep';
import type { StepContext } from './preparedStep';

/**
 * The column that a name in a step means: the one of that name, else the one that plays the part of that name in the schema
 * of the rows. @throws AbsentColumn when none of the first rows has either
 */
export function columnNamed(name: string, context: StepContext, at: readonly string[]): string {
  const { sample } = context;
  if (sample.length === 0 || hasColumn(name, context)) return name;
  const played = columnOfPart(name, context);
  if (played !== null) return played;
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

/** Whether any of the first rows has a column of this very name, at the top, dotted or in the objects of a list. */
export function hasColumn(name: string, { sample }: StepContext): boolean {
  return sample.some(
    ({ values }) => valueOf(values, name) !== undefined || isInList(values, name.split('.')),
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

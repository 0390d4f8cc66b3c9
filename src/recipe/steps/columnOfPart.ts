import { columnsOfSchema, namesOfColumn } from '../../data/schemas/schemaColumns';
import type { StepContext } from './preparedStep';

/** Below this, which schema the rows follow is a guess. */
export const leastConfidence = 0.3;

/**
 * The column that plays a part in the schema of the rows, where its own name says so: "text" of reviews may stand in "review".
 * What only its values made likely is not taken, so that a mistyped name stays a mistake. Null: there is none.
 */
export function columnOfPart(part: string, { schema }: StepContext): string | null {
  const { name, columns, confidence } = schema();
  const column = columns[part];
  if (confidence < leastConfidence || column === undefined) return null;
  return columnsOfSchema(name).includes(part) &&
    namesOfColumn(name, part).includes(column.toLowerCase())
    ? column
    : null;
}

import { columnPath, valueAt } from '../../data/schemas/columnPath';
import { UserError } from '../../protocol/errors';
import { nearestWord } from '../../protocol/nearestWord';
import type { Fields } from '../../protocol/runConfig';

/** @throws UserError for a column that was named and that none of the rows has; tables may name theirs by position */
export function refuseAbsentColumns(
  rows: readonly Readonly<Record<string, unknown>>[],
  fields: Fields,
  file: string,
): void {
  if (rows.length === 0) return;
  const present = [...new Set(rows.flatMap((values) => Object.keys(values)))];
  for (const [part, column] of Object.entries(fields)) {
    if (typeof column !== 'string') continue;
    const isThere = rows.some(
      (values) => valueAt(values, columnPath(values, column)) !== undefined,
    );
    const isPosition = /^[1-9]\d*$/.test(column) && Number(column) <= present.length;
    if (isThere || isPosition) continue;
    const near = nearestWord(column, present);
    const hint = near === null ? '' : `Did you mean "${near}"? `;
    throw new UserError(
      `There is no column "${column}" for the ${part}; there are ${listed(present)}.`,
      { place: { file }, next: `${hint}Name another with --fields ${part}=COLUMN.` },
    );
  }
}

const mostListed = 12;

function listed(columns: readonly string[]): string {
  if (columns.length === 0) return 'none';
  const shown = columns.slice(0, mostListed).map((column) => `"${column.slice(0, 40)}"`);
  const more = columns.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

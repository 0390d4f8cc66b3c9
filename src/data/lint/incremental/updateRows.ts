import type { FoundRow, RowRange, RowTable } from './rowTable';
import type { ChangedLines } from './textChange';

/** Finds rows from the beginning of an anchor on, which comes first then; null: from the document's beginning. */
export type ScanRows<T> = (
  anchor: { readonly line: number; readonly column: number } | null,
) => Iterable<FoundRow<T>>;

/**
 * Brings rows up to date with a change that their lines have gone through: the touched ones are found anew, the others move.
 * What follows the beginning of an anchor does not depend on the rows before it. So rows behind a change are the old ones again
 * as soon as an anchor begins where one began before.
 */
export function updateRows<T>(rows: RowTable<T>, scan: ScanRows<T>, changed: ChangedLines): void {
  const anchor = rows.anchorBefore(rows.firstSeeing(changed.line));
  const found: FoundRow<T>[] = [];
  let old = anchor + 1;
  let isSame = false;
  let isFirst = anchor >= 0;
  const isAtStart = anchor < 0 || rows.isHead(anchor);
  for (const row of scan(anchor < 0 ? null : rows.range(anchor))) {
    if (isFirst) {
      isFirst = false;
      continue;
    }
    if (isBehind(row.range, changed)) {
      while (old < rows.count && comesBefore(startOf(rows, old), row.range, changed)) old += 1;
      // note: rules tell a file's first row from the others, so the one that is or was it is looked at again.
      const isFirstRow = isAtStart && (found.length === 0 || old === anchor + 1);
      isSame =
        !isFirstRow &&
        row.isAnchor &&
        rows.isAnchor(old) &&
        comparePlaces(moved(startOf(rows, old), changed), row.range) === 0;
      if (isSame) break;
    }
    found.push(row);
  }
  if (!isSame) old = rows.count;
  rows.move(old, changed);
  rows.replace(anchor + 1, old, found);
}

interface Place {
  readonly line: number;
  readonly column: number;
}

function startOf(rows: RowTable<unknown>, at: number): Place {
  return { line: rows.line(at), column: rows.column(at) };
}

/** Whether a row, as it stands now, begins behind the new text. */
function isBehind(range: RowRange, { newEndLine, newEndColumn }: ChangedLines): boolean {
  return comparePlaces(range, { line: newEndLine, column: newEndColumn }) >= 0;
}

/** Whether an old row lies in the change, or begins before where a new one begins. */
function comesBefore(old: Place, range: RowRange, changed: ChangedLines): boolean {
  const end = { line: changed.endLine, column: changed.endColumn };
  return comparePlaces(old, end) < 0 || comparePlaces(moved(old, changed), range) < 0;
}

function comparePlaces(a: Place, b: Place): number {
  return a.line - b.line || a.column - b.column;
}

/** Where a row that begins behind a change stands after it. */
function moved({ line, column }: Place, changed: ChangedLines): Place {
  const columns = line === changed.endLine ? changed.newEndColumn - changed.endColumn : 0;
  return { line: line + changed.newEndLine - changed.endLine, column: column + columns };
}

import { isKnownFieldName } from '../fieldNames';
import { looksNumeric } from '../looksNumeric';

/**
 * Whether the first record of a table names its columns. A name like "text" or "label" settles it, and so does a
 * number among the cells; else the first record must look unlike the ones below.
 */
export function looksLikeHeader(
  records: readonly (readonly string[])[],
  columns: readonly string[] | null,
): boolean {
  const [first, ...others] = records;
  if (first === undefined) return false;
  const cells = first.map((cell) => cell.trim());
  if (columns !== null && cells.every((cell, index) => cell === columns[index])) return true;
  const filled = cells.filter((cell) => cell !== '');
  const couldBeNames =
    filled.length > 0 &&
    filled.every((cell) => cell.length <= 64 && !/[\r\n]/.test(cell) && !looksNumeric(cell));
  if (!couldBeNames) return false;
  if (filled.some(isKnownFieldName)) return true;
  if (new Set(filled).size < filled.length) return false;
  return cells.some((cell, index) => {
    const below = others.map((record) => (record[index] ?? '').trim()).filter((one) => one !== '');
    if (below.length === 0) return false;
    if (below.every(looksNumeric)) return true;
    // One bare word over cells that are sentences.
    const isWord = /^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(cell);
    const sentences = below.filter((one) => /\S\s+\S/.test(one)).length;
    return (
      isWord &&
      sentences > below.length / 2 &&
      filled.every((one) => !/[.!?]\s|\S\s+\S+\s+\S+\s+\S/.test(one))
    );
  });
}

import { isKnownFieldName } from '../../protocol/fieldNames';
import { looksNumeric } from '../looksNumeric';

/**
 * Whether the first record of a table names its columns. A name like "text" or "label" settles it, and so does a
 * number among the cells, or a cell that occurs again below; else the first record must look unlike the others.
 * @param columns names given for the columns: then only a record of such names is a header
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
  const couldBeNames = filled.length > 0 && filled.every(couldBeName);
  if (!couldBeNames) return false;
  if (filled.some(isKnownFieldName)) return true;
  if (columns !== null || new Set(filled).size < filled.length) return false;
  const below = (index: number): string[] =>
    others.map((record) => (record[index] ?? '').trim()).filter((cell) => cell !== '');
  if (cells.some((cell, index) => cell !== '' && below(index).includes(cell))) return false;
  const areWords = filled.every((cell) => /^[\p{L}_][\p{L}\p{N}_ .-]*$/u.test(cell));
  return cells.some((cell, index) => {
    const values = below(index);
    if (cell === '' || values.length === 0) return false;
    if (values.every(looksNumeric)) return true;
    // A word over cells that are mostly sentences.
    const sentences = values.filter((value) => /\S\s+\S/.test(value)).length;
    return areWords && !/\s/.test(cell) && sentences > values.length / 2;
  });
}

function couldBeName(cell: string): boolean {
  return cell.length <= 64 && !/[\r\n]/.test(cell) && !looksNumeric(cell);
}

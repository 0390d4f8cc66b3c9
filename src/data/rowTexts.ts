import type { DataSource } from '../protocol/runConfig';
import { valueOf } from './fields';
import type { ReadOptions } from './readers/row';
import { readRows } from './readRows';

/**
 * The texts of some rows of a file, by row number; reading ends with the last of them.
 * @throws UserError as `readRows` does
 */
export async function rowTexts(
  source: DataSource,
  textField: string,
  wanted: ReadonlySet<number>,
  options: ReadOptions = {},
): Promise<ReadonlyMap<number, string>> {
  const texts = new Map<number, string>();
  if (wanted.size === 0) return texts;
  for await (const { row, values } of readRows(source, options)) {
    if (!wanted.has(row)) continue;
    const text = valueOf(values, textField);
    texts.set(row, typeof text === 'string' ? text : '');
    if (texts.size === wanted.size) break;
  }
  return texts;
}

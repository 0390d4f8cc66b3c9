import { readRows } from '../../data/readRows';
import type { ReadOptions } from '../../data/readers/row';
import { UserError } from '../../protocol/errors';
import type { Recipe } from '../parseRecipe';
import { ExactNumber } from './exactNumber';
import { placeOfRow, type RecipeRow } from './recipeRow';
import { parseExactRow } from './rowText';

interface ReadInputsOptions extends Pick<ReadOptions, 'signal' | 'chunkBytes' | 'onProgress'> {
  /** Rows to read of each input; left out: all. */
  readonly mostRowsEach?: number;
}

/**
 * The rows of a recipe's inputs, one file behind the other, with the column that names their file where one is asked for.
 * Breaking out of the loop closes the file. @throws UserError at a row that cannot be read, or has that column already
 */
export async function* readInputs(
  { inputs, inputColumn }: Recipe,
  { signal, chunkBytes, onProgress, mostRowsEach = Infinity }: ReadInputsOptions,
): AsyncGenerator<RecipeRow, void> {
  const paths = inputs.map(({ path }) => path);
  let source = 0;
  for (const [file, input] of inputs.entries()) {
    const options: ReadOptions = {
      signal,
      ...(chunkBytes === undefined ? {} : { chunkBytes }),
      parseRow: parseExactRow,
      exactNumber: (digits) => new ExactNumber(digits),
      onProgress: (share) => onProgress?.((file + share) / inputs.length),
    };
    for await (const { row: ofFile, line, values } of readRows(input, options)) {
      if (ofFile > mostRowsEach) break;
      source += 1;
      const row = { source, file, line, part: 0, values };
      if (inputColumn === null) {
        yield row;
        continue;
      }
      const { name, files } = inputColumn;
      if (Object.hasOwn(values, name))
        throw new UserError(`The row has a column "${name}" already.`, {
          place: placeOfRow(paths, row),
          next: 'Choose another "inputColumn".',
        });
      yield { ...row, values: { ...values, [name]: files[file] ?? '' } };
    }
  }
}

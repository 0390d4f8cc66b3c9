import type { Recipe } from '../parseRecipe';
import type { RecipeRow, Values } from './recipeRow';
import { readInputs } from './readInputs';

/** Rows of a shape of their own that are kept; a file where more differ has keys that are data. */
const mostKept = 1_000;

/**
 * Rows of a file that have columns, or kinds of values in them, that the given ones and those before lack: together they tell
 * which columns there are. @throws UserError for a row that cannot be read
 */
export async function otherShapes(
  recipe: Recipe,
  sample: readonly RecipeRow[],
  { signal, mostRows }: { readonly signal: AbortSignal | undefined; readonly mostRows: number },
): Promise<readonly RecipeRow[]> {
  const known = new Set<string>();
  for (const { values } of sample) addShape(values, known);
  const kept: RecipeRow[] = [];
  for await (const row of readInputs(recipe, { signal })) {
    if (row.source > mostRows || kept.length === mostKept) break;
    const before = known.size;
    addShape(row.values, known);
    if (known.size > before) kept.push(row);
  }
  return kept;
}

/** Adds each column of a row, nested ones too, with the kind of its value; elements of a list are alike. */
function addShape(values: Values, known: Set<string>, path = ''): void {
  for (const [key, value] of Object.entries(values)) addValue(value, known, `${path}.${key}`);
}

function addValue(value: unknown, known: Set<string>, path: string): void {
  known.add(`${path} ${value === null ? 'null' : typeof value}`);
  if (Array.isArray(value)) for (const each of value) addValue(each, known, path);
  else if (typeof value === 'object' && value !== null) addShape(value as Values, known, path);
}

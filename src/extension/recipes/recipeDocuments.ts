import type { CheckedDocuments } from '../editor/configDiagnostics';
import { isRecipe } from './recipeFiles';
import type { RecipeReader } from './recipeReader';

/** Recipes: their text, and whether it fits the first rows of their data. */
export function recipeDocuments(reader: RecipeReader): CheckedDocuments {
  return {
    name: 'fine-tune recipe',
    isOne: isRecipe,
    check: (text, file) => reader.check(text, file),
  };
}

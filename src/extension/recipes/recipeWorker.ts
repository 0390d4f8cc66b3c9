import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { problemsError } from '../../config/readDocument';
import { checkRecipe } from '../../recipe/checkRecipe';
import { examineDataset } from '../../recipe/examineDataset';
import { parseRecipe } from '../../recipe/parseRecipe';
import { previewRecipe } from '../../recipe/previewRecipe';
import { recipeKind } from '../../recipe/recipeKind';
import { suggestRecipe } from '../../recipe/suggestRecipe';
import { sentError } from '../sentError';
import type { RecipeReply, RecipeRequest } from './recipeMessages';

/** Reads data for recipes away from the extension host: one request after the other. */
let work: Promise<void> = Promise.resolve();

parentPort?.on('message', (request: RecipeRequest) => {
  work = work.then(async () => parentPort?.postMessage(await answer(request)));
});

async function answer(request: RecipeRequest): Promise<RecipeReply> {
  const { id } = request;
  try {
    switch (request.type) {
      case 'check': {
        const problems = await checkRecipe(request.text, request.file);
        return { type: 'problems', id, problems };
      }
      case 'preview': {
        const { text, file } = request;
        const { recipe, problems } = parseRecipe(text, file);
        if (recipe === null) throw problemsError(file, problems, recipeKind);
        const loaded = { recipe, file: path.resolve(file), named: file, text };
        return { type: 'preview', id, preview: await previewRecipe(loaded) };
      }
      case 'suggest': {
        const found = await examineDataset(request.data);
        const { input, output } = request;
        return { type: 'suggestion', id, text: suggestRecipe({ input, output, found }) };
      }
    }
  } catch (error) {
    return { type: 'failure', id, reason: sentError(error) };
  }
}

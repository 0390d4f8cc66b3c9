import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { nameFromData } from '../../data/siblingSplits';
import { UserError } from '../../protocol/errors';
import { dataFileOf } from '../commands/dataFileOf';
import { findDatasets } from '../datasets/findDatasets';
import type { Services } from '../services';
import { withProgress } from '../commands/withProgress';
import type { RecipeReader } from './recipeReader';
import { stepForRule } from './stepForRule';
import { stepRecipe } from './stepRecipe';
import { folderOf } from '../folderOf';

/**
 * Writes a commented recipe for what was found in a data file, beside it, and opens it; nothing runs yet. With a lint rule as
 * second parameter, the recipe does what mends all that the rule finds.
 */
export async function newRecipe(
  services: Services,
  reader: RecipeReader,
  parameters: readonly unknown[],
): Promise<void> {
  const data = dataFileOf(parameters[0]) ?? (await askData(services));
  if (data === undefined) return;
  const [folder, base] = [path.dirname(data), nameFromData(data)];
  const target = freeName(folder, base);
  const extension = /^\.(jsonl|ndjson|json|csv|tsv)$/i.test(path.extname(data))
    ? path.extname(data)
    : '.jsonl';
  const paths = { input: `./${path.basename(data)}`, output: `./${base}.clean${extension}` };
  const step = stepForRule(parameters[1]);
  const text =
    step === null
      ? await withProgress(`Looking at ${path.basename(data)}…`, () =>
          reader.suggest({ data, ...paths }),
        )
      : stepRecipe({ ...step, ...paths });
  try {
    await writeFile(target, text, { flag: 'wx' });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${target} could not be written: ${reason}.`, {
      next: 'Choose a folder you can write to.',
    });
  }
  services.log.info(`new recipe ${target}`);
  await vscode.window.showTextDocument(vscode.Uri.file(target), { preview: false });
}

async function askData(services: Services): Promise<string | undefined> {
  const files = await findDatasets(services.configs.all());
  if (files.length === 0)
    throw new UserError('No data file in this workspace.', {
      next: 'Add one: .jsonl, .json, .csv, .tsv or .parquet.',
    });
  const picked = await vscode.window.showQuickPick(
    files.map(({ source }) => ({
      label: path.basename(source.path),
      description: folderOf(source.path),
      file: source.path,
    })),
    { placeHolder: 'Dataset to clean', matchOnDescription: true },
  );
  return picked?.file;
}

/** `reviews.recipe.json`, or `reviews-2.recipe.json` when there is one. */
function freeName(folder: string, base: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`;
    const file = path.join(folder, `${name}.recipe.json`);
    if (!existsSync(file)) return file;
  }
}

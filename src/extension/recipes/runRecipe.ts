import path from 'node:path';
import * as vscode from 'vscode';
import { countOf, formatCount } from '../../protocol/formatNumber';
import type { RecipeResult } from '../../recipe/runRecipe';
import { runCli } from '../cliProcess';
import { requireTrust } from '../commands/trust';
import { withProgress } from '../commands/withProgress';
import type { Services } from '../services';
import { targetRecipe } from './recipeFiles';

/** Runs a recipe in a process of its own, then offers what it wrote. */
export async function runRecipe(services: Services, parameters: readonly unknown[]): Promise<void> {
  requireTrust();
  const uri = await targetRecipe(parameters, 'Recipe to run');
  if (uri === undefined) return;
  const open = vscode.workspace.textDocuments.find(({ uri: each }) => String(each) === String(uri));
  if (open?.isDirty === true) await open.save();
  const name = path.basename(uri.fsPath);
  services.log.info(`preprocess ${uri.fsPath}`);
  const printed = await withProgress(`Running ${name}…`, (signal, report) =>
    runCli({
      programs: services.programs,
      parameters: ['preprocess', uri.fsPath, '--json'],
      cwd: path.dirname(uri.fsPath),
      signal,
      onProgress: ({ percent }) => report(percent),
    }),
  );
  // note: our own command line wrote it.
  const result = JSON.parse(printed) as RecipeResult;
  services.log.info(`wrote ${result.outputs.map(({ path: file }) => file).join(', ')}`);
  const warnings = result.steps.flatMap(({ warning }) => warning ?? []);
  const show = warnings.length === 0 ? 'showInformationMessage' : 'showWarningMessage';
  const picked = await vscode.window[show](
    [resultText(name, result), ...warnings].join(' '),
    'Open output',
    'Show manifest',
  );
  const [first] = result.outputs;
  const file =
    picked === 'Open output' ? first?.path : picked === undefined ? undefined : result.manifest;
  if (file !== undefined)
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(file));
}

/** `clean.recipe.json: 6,000 rows became 1,000 (800 train, 100 validation, 100 test).` */
function resultText(name: string, { rowsIn, rowsOut, outputs }: RecipeResult): string {
  const parts = outputs.flatMap(({ part, rows }) =>
    part === null ? [] : [`${formatCount(rows)} ${part}`],
  );
  const split = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${name}: ${countOf(rowsIn, 'row')} became ${formatCount(rowsOut)}${split}.`;
}

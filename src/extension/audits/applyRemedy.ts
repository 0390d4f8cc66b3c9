import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { nameFromData } from '../../data/siblingSplits';
import { UserError } from '../../protocol/errors';
import { sanitiseName } from '../../runs/runName';
import type { Services } from '../services';
import { stepRecipe } from '../recipes/stepRecipe';
import { fairConfig, fairName } from './fairConfig';
import type { PlannedRemedy } from './remedies';
import type { Training } from './trainingOf';

/** Writes the config or the recipe of a remedy under a name of its own and opens it; nothing trains or runs yet. */
export async function applyRemedy(
  services: Services,
  remedy: PlannedRemedy,
  training: Training,
): Promise<void> {
  const { plan } = remedy;
  const file =
    plan.type === 'config'
      ? await writeConfig(plan.mitigation, remedy, training)
      : await writeRecipe(plan.step, remedy, training);
  services.log.info(`wrote ${file}`);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
}

async function writeConfig(
  mitigation: Readonly<Record<string, unknown>>,
  { title, caveat }: PlannedRemedy,
  { config, name }: Training,
): Promise<string> {
  if (config === null) {
    throw new UserError('No run config trains on this.', { next: 'Make one: New run config.' });
  }
  const { folder, text } = await config();
  const comments = [
    `${title}. Train, then audit again and compare with ${oneLine(name)}.`,
    ...(caveat === undefined ? [] : [caveat]),
  ];
  const names = await readdir(folder).catch((): string[] => []);
  const fair = fairName(sanitiseName(name), (each) => names.includes(`${each}.finetune.json`));
  return write(
    path.join(folder, `${fair}.finetune.json`),
    fairConfig(text, mitigation, comments.map(oneLine)),
  );
}

async function writeRecipe(
  step: Readonly<Record<string, unknown>>,
  { title }: PlannedRemedy,
  { rows }: Training,
): Promise<string> {
  if (rows === null) {
    throw new UserError('The training rows of this model are unknown.', {
      next: 'Audit the run that trained it, or its data file.',
    });
  }
  const [folder, base] = [path.dirname(rows.path), nameFromData(rows.path)];
  const names = await readdir(folder).catch((): string[] => []);
  const fair = fairName(base, (each) => names.includes(`${each}.recipe.json`));
  const ending = /\.parquet$/i.test(rows.path) ? '.jsonl' : path.extname(rows.path);
  const text = stepRecipe({
    title,
    input: `./${path.basename(rows.path)}`,
    output: `./${fair}.train${ending}`,
    step,
  });
  return write(path.join(folder, `${fair}.recipe.json`), text);
}

async function write(file: string, text: string): Promise<string> {
  await writeFile(file, text, { flag: 'wx' }).catch((error: unknown) => {
    throw new UserError(`${file} could not be written: ${String(error)}.`, {
      next: 'Choose a folder you can write to.',
    });
  });
  return file;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

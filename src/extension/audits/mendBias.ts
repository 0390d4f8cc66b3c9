import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { counterfactualAxes, groupAxes } from '../../protocol/mitigationConfig';
import type { DatasetReader } from '../datasets/datasetReader';
import type { Services } from '../services';
import { applyRemedy } from './applyRemedy';
import { planRemedies } from './remedies';
import { placesOf, trainingOf } from './trainingOf';
import { trainingRows } from './trainingRows';

/** What to do about labels that depend on whom a row of a data file is about: picked, then written as a config or a recipe. */
export async function mendBias(
  services: Services,
  datasets: DatasetReader,
  parameters: readonly unknown[],
): Promise<void> {
  const [file, name] = parameters;
  const axis = groupAxes.find((each) => each === name);
  if (typeof file !== 'string' || axis === undefined) return;
  const training = await trainingOf(services, file);
  const axes = counterfactualAxes.filter((each) => each === axis);
  const rows = await trainingRows(datasets, training);
  const { remedies } = planRemedies(
    { sources: [{ axis }], axes, mixes: [], fitMixes: [], notes: [], withUnequalErrors: [] },
    placesOf(training),
    rows,
  );
  if (remedies.length === 0) {
    throw new UserError('No run config trains on this file, and a recipe cannot read it.', {
      next: 'Make a run config for it: Fine-tune on this file…',
    });
  }
  const picked = await vscode.window.showQuickPick(
    remedies.map((remedy) => ({
      label: remedy.title,
      description: remedy.action.replace(/…$/, ''),
      detail: remedy.words,
      remedy,
    })),
    {
      title: `What to do about ${axis} in the labels`,
      placeHolder: 'It is written and opened; nothing runs yet',
    },
  );
  if (picked !== undefined) await applyRemedy(services, picked.remedy, training);
}

import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { runCli } from '../cliProcess';
import type { DatasetReader } from '../datasets/datasetReader';
import type { KnownRun } from '../runs/knownRun';
import { runThresholds } from '../runs/runThresholds';
import type { Services } from '../services';
import { setContext } from '../settings';
import { targetRun } from './targets';
import { requireTrust } from './trust';
import { withProgress } from './withProgress';

/**
 * Evaluates the best model of a run, or its best checkpoint, on its test split (else validation) in a process of
 * its own. The run's page shows how far it is, then the report. Called with a config it takes the newest run of
 * that config. A model with thresholds by group decides by them, where the rows say whom they are about.
 */
export async function evaluate(
  services: Services,
  datasets: DatasetReader,
  parameters: readonly unknown[],
): Promise<void> {
  requireTrust();
  const [first] = parameters;
  const run = first instanceof vscode.Uri ? newestOf(services, first) : await ask();
  if (run === undefined) return;
  const { folder, record } = run;
  const words = `Evaluating ${record.name}…`;
  services.log.info(`evaluate ${folder}`);
  services.busy.set(folder, 'Evaluating…');
  await vscode.commands.executeCommand('finetune.openRun', folder);
  try {
    const thresholds = await runThresholds(run, datasets);
    const by = thresholds?.lacking === null ? [`--groups=${thresholds.groups}`] : [];
    await withProgress(words, (signal, report) =>
      runCli({
        programs: services.programs,
        parameters: ['evaluate', folder, '--json', ...by],
        cwd: folder,
        signal,
        onProgress: ({ percent }) => {
          report(percent);
          services.busy.set(folder, `Evaluating ${percent} %`);
        },
      }),
    );
    setContext('sawEvaluation', true);
    if (thresholds !== null && thresholds.lacking !== null) {
      void vscode.window.showInformationMessage(
        `Evaluated without the thresholds of ${record.name}: ${thresholds.lacking} has no column "${thresholds.groups}".`,
      );
    }
  } finally {
    services.busy.set(folder, null);
    services.runs.touch(folder);
  }

  function ask(): Promise<KnownRun | undefined> {
    return targetRun(services, parameters, {
      placeHolder: 'Run to evaluate',
      fits: ({ hasModel }) => hasModel,
      none: 'No run has a model yet. Train one first.',
    });
  }
}

function newestOf(services: Services, config: vscode.Uri): KnownRun {
  const run = services.runs
    .known()
    .find(({ record, hasModel }) => record.configFile === config.fsPath && hasModel);
  if (run !== undefined) return run;
  throw new UserError(`No run of ${path.basename(config.fsPath)} has a model yet.`, {
    next: 'Train it first.',
  });
}

import * as vscode from 'vscode';
import { commandHandlers } from './commands/commandHandlers';
import { registerCommands } from './commands/registerCommands';
import { continueWalkthrough } from './commands/samples';
import { ConfigFiles } from './configFiles';
import { commandId } from './contributions';
import type { CommandName } from './contributions';
import { DatasetReader } from './datasets/datasetReader';
import { ConfigDiagnostics, runConfigs } from './editor/configDiagnostics';
import { ConfigLens } from './editor/configLens';
import { LabelCompletion } from './editor/labelCompletion';
import { LossLens } from './editor/lossLens';
import { Estimates } from './editor/estimates';
import { RunDiagnostics } from './editor/runDiagnostics';
import { hostPrograms } from './hostProcess';
import { auditPageKind } from './panels/auditPanel';
import { comparePageKind } from './panels/comparePanel';
import { datasetPageKind } from './panels/datasetPanel';
import { Pages } from './panels/panel';
import { PredictPages } from './panels/predictPanel';
import { runPageKind } from './panels/runPanel';
import { recipeDocuments } from './recipes/recipeDocuments';
import { RecipeLens } from './recipes/recipeLens';
import { RecipePreviews } from './recipes/recipePreviews';
import { RecipeReader } from './recipes/recipeReader';
import { BusyRuns } from './runs/busyRuns';
import { RunFollower } from './runs/followRuns';
import { listRunFolders, readKnownRun } from './runs/readKnownRun';
import { RunStore } from './runs/runStore';
import { BackgroundChecks } from './lint/backgroundChecks';
import { LintFeature } from './lint/lintFeature';
import type { Services } from './services';
import { TerminalPath } from './terminalPath';
import { notifyEnds } from './views/notifyEnds';
import { RunsTree } from './views/runsTree';
import { StatusBar } from './views/statusBar';
import { DatasetsTree } from './views/datasetsTree';
import { followWorkspace } from './followWorkspace';

/** Composes the features and registers them. Reads no run and no dataset: that begins afterwards. */
export function activate(context: vscode.ExtensionContext): void {
  const started = process.hrtime.bigint();
  const add = <T extends vscode.Disposable>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const services: Services = {
    context,
    log: add(vscode.window.createOutputChannel('Fine-Tune', { log: true })),
    programs: hostPrograms(context.extensionPath),
    runs: add(new RunStore({ list: listRunFolders, read: readKnownRun })),
    configs: add(new ConfigFiles()),
    busy: add(new BusyRuns()),
  };
  const { log, programs, runs } = services;
  const execute = (command: CommandName, ...parameters: unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(commandId(command), ...parameters);

  const datasets = add(new DatasetReader(programs.datasetWorker));
  const lint = add(new LintFeature(services));
  const recipes = {
    reader: add(new RecipeReader(programs.recipeWorker)),
    previews: add(new RecipePreviews()),
  };
  const predictPages = new PredictPages(services);
  const pages = {
    run: add(new Pages(context.extensionUri, log, runPageKind(services, execute))),
    compare: add(
      new Pages(context.extensionUri, log, comparePageKind(services, datasets, execute)),
    ),
    predict: add(new Pages(context.extensionUri, log, predictPages.kind)),
    dataset: add(new Pages(context.extensionUri, log, datasetPageKind(services, lint, execute))),
    audit: add(new Pages(context.extensionUri, log, auditPageKind(services, datasets, execute))),
  };
  const views = {
    runs: add(new RunsTree(runs, services.busy)),
    datasets: add(
      new DatasetsTree(services, datasets, lint.results, (file) => lint.knownTokens(file)),
    ),
  };
  const estimates = add(new Estimates(programs));
  add(new StatusBar(runs));
  add(new ConfigLens(services, estimates));
  add(new LabelCompletion(services, datasets));
  add(new LossLens(lint));
  add(new ConfigDiagnostics(runConfigs));
  add(new RecipeLens());
  add(new ConfigDiagnostics(recipeDocuments(recipes.reader)));
  add(new RunDiagnostics(runs, lint.results));
  add(new BackgroundChecks(services, lint));
  add(new TerminalPath(context, programs, log));
  add(notifyEnds(runs));
  add(followWorkspace(services, add(new RunFollower(runs))));
  const workbench = { services, pages, predictPages, views, estimates, datasets, lint, recipes };
  add(registerCommands(services, commandHandlers(workbench)));
  void continueWalkthrough(context);

  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  log.info(`activated in ${milliseconds.toFixed(1)} ms`);
}

/** Runs go on without the window: there is nothing to stop here. */
export function deactivate(): void {
  return;
}

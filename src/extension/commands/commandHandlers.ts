import { UserError } from '../../protocol/errors';
import type { FromAuditPage, ToAuditPage } from '../../protocol/auditPage';
import type { FromDatasetPage, ToDatasetPage } from '../../protocol/datasetPage';
import type {
  FromComparePage,
  FromPredictPage,
  FromRunPage,
  ToComparePage,
  ToPredictPage,
  ToRunPage,
} from '../../protocol/pages';
import type { DatasetReader } from '../datasets/datasetReader';
import type { Estimates } from '../editor/estimates';
import { showLoss } from '../editor/showLoss';
import { compareId } from '../panels/comparePanel';
import type { Pages } from '../panels/panel';
import { predictId } from '../panels/predictPanel';
import type { PredictPages } from '../panels/predictPanel';
import { mendBias } from '../audits/mendBias';
import { checkDataset } from '../lint/checkDataset';
import { explainRule } from '../lint/explainRule';
import { fixAllOfRule } from '../lint/fixAllOfRule';
import type { LintFeature } from '../lint/lintFeature';
import { listProblems } from '../lint/listProblems';
import { raiseMaxLength } from '../lint/raiseMaxLength';
import { goToTwin } from '../lint/showFinding';
import { openFirstProblem, stepProblem } from '../lint/stepProblem';
import { suppressOnRow, suppressRule } from '../lint/suppressRule';
import { newRecipe } from '../recipes/newRecipe';
import { previewRecipe } from '../recipes/previewRecipe';
import type { RecipePreviews } from '../recipes/recipePreviews';
import type { RecipeReader } from '../recipes/recipeReader';
import { runRecipe } from '../recipes/runRecipe';
import type { Services } from '../services';
import type { DatasetsTree } from '../views/datasetsTree';
import type { RunsTree } from '../views/runsTree';
import { addModelFolder } from './addModelFolder';
import { audit, auditDataset, openAudit } from './audit';
import { noteRun, renameRun } from './editRun';
import { estimate } from './estimate';
import { evaluate } from './evaluate';
import { fineTuneOnFile, newRunConfig } from './newRunConfig';
import { newRunFromThis } from './newRunFromThis';
import { openDataset } from './openDataset';
import type { Handlers } from './registerCommands';
import { cleanUpRun, deleteRun } from './removeRun';
import { openSampleWorkspace } from './samples';
import { checkpointNow, stop } from './stop';
import { anyRun, foldersOf, knownRun } from './targets';
import { resume, train } from './train';
import {
  copyPythonSnippet,
  copyRunPath,
  exportMetricsCsv,
  openRunConfig,
  revealRun,
  showLog,
} from './useRun';

/** What the commands work with beside the services. */
export interface Workbench {
  readonly services: Services;
  readonly pages: {
    readonly run: Pages<FromRunPage, ToRunPage>;
    readonly compare: Pages<FromComparePage, ToComparePage>;
    readonly predict: Pages<FromPredictPage, ToPredictPage>;
    readonly dataset: Pages<FromDatasetPage, ToDatasetPage>;
    readonly audit: Pages<FromAuditPage, ToAuditPage>;
  };
  readonly predictPages: PredictPages;
  readonly views: { readonly runs: RunsTree; readonly datasets: DatasetsTree };
  readonly estimates: Estimates;
  readonly datasets: DatasetReader;
  readonly lint: LintFeature;
  readonly recipes: { readonly reader: RecipeReader; readonly previews: RecipePreviews };
}

/** Which function answers which command. */
export function commandHandlers(workbench: Workbench): Handlers {
  const { services, estimates, datasets, views, lint, pages, recipes } = workbench;
  const auditTools = { services, datasets, page: pages.audit };
  return {
    newRunConfig: () => newRunConfig(services, datasets),
    fineTuneOnFile: (parameters) => fineTuneOnFile(services, datasets, parameters),
    openDataset: (parameters) => openDataset(services, pages.dataset, parameters),
    newRecipe: (parameters) => newRecipe(services, recipes.reader, parameters),
    previewRecipe: (parameters) => previewRecipe(recipes.reader, recipes.previews, parameters),
    runRecipe: (parameters) => runRecipe(services, parameters),
    train: (parameters) => train(services, parameters),
    stop: (parameters) => stop(services, parameters),
    resume: (parameters) => resume(services, parameters),
    evaluate: (parameters) => evaluate(services, datasets, parameters),
    audit: (parameters) => audit(auditTools, parameters),
    auditDataset: (parameters) => auditDataset(auditTools, parameters),
    openAudit: (parameters) => openAudit(auditTools, parameters),
    mendBias: (parameters) => mendBias(services, datasets, parameters),
    compareRuns: (parameters) => compareRuns(workbench, parameters),
    predict: (parameters) => predict(workbench, parameters),
    openRun: (parameters) => openRun(workbench, parameters),
    showLog: (parameters) => showLog(services, parameters),
    estimate: (parameters) => estimate(services, estimates, parameters),
    addModelFolder: () => addModelFolder(),
    newRunFromThis: (parameters) => newRunFromThis(services, parameters),
    renameRun: (parameters) => renameRun(services, parameters),
    noteRun: (parameters) => noteRun(services, parameters),
    revealRun: (parameters) => revealRun(services, parameters),
    copyRunPath: (parameters) => copyRunPath(services, parameters),
    copyPythonSnippet: (parameters) => copyPythonSnippet(services, parameters),
    exportMetricsCsv: (parameters) => exportMetricsCsv(services, parameters),
    checkpointNow: (parameters) => checkpointNow(services, parameters),
    openRunConfig: (parameters) => openRunConfig(services, parameters),
    cleanUpRun: (parameters) => cleanUpRun(services, parameters),
    deleteRun: (parameters) => deleteRun(services, parameters),
    checkDataset: (parameters) => checkDataset(lint, parameters),
    nextProblem: (parameters) => stepProblem(lint, parameters, 'next'),
    previousProblem: (parameters) => stepProblem(lint, parameters, 'previous'),
    openFirstProblem: (parameters) => openFirstProblem(lint, parameters),
    goToTwin: (parameters) => goToTwin(parameters),
    fixAllOfRule: (parameters) => fixAllOfRule(lint, parameters),
    listProblems: (parameters) => listProblems(lint, parameters),
    raiseMaxLength: (parameters) => raiseMaxLength(parameters),
    suppressRule: (parameters) => suppressRule(parameters),
    suppressOnRow: (parameters) => suppressOnRow(lint, parameters),
    explainRule: (parameters) => explainRule(services.context.extensionUri, parameters),
    showLoss: (parameters) => showLoss(lint, parameters),
    openSampleWorkspace: () => openSampleWorkspace(services),
    refresh: async () => {
      await services.configs.search();
      services.runs.rescan();
      views.datasets.refresh();
    },
  };
}

/** Opens the page of a run. */
async function openRun(
  { services, pages }: Workbench,
  parameters: readonly unknown[],
): Promise<void> {
  const run = await anyRun(services, parameters, 'Run to open');
  if (run !== undefined) pages.run.show(run.folder);
}

/** Opens the compare page for the rows it was called on, else the checked ones; a last `trade` at utility against disparity. */
function compareRuns({ services, pages, views }: Workbench, parameters: readonly unknown[]): void {
  const given = foldersOf(parameters);
  const runs =
    given.length >= 2 ? given.map((folder) => knownRun(services, folder)) : views.runs.chosen();
  if (runs.length < 2) {
    throw new UserError('Comparing takes at least two runs.', {
      next: 'Check two or more in the Runs view.',
    });
  }
  const id = compareId(runs.map(({ folder }) => folder));
  pages.compare.show(id, parameters[2] === 'trade' ? { type: 'show-trade' } : undefined);
}

/** Opens the predict page with a run chosen. */
async function predict(workbench: Workbench, parameters: readonly unknown[]): Promise<void> {
  const { services, pages, predictPages } = workbench;
  const [folder] = foldersOf(parameters);
  await services.runs.settled();
  const run =
    folder === undefined
      ? services.runs.known().find(({ hasModel }) => hasModel)
      : knownRun(services, folder);
  if (run === undefined) {
    throw new UserError('No run has a model yet.', { next: 'Train one first.' });
  }
  if (!run.hasModel) {
    throw new UserError(`${run.record.name} has no model yet.`, {
      next: 'A run can be tried once it has ended with a checkpoint.',
    });
  }
  predictPages.choose(run.folder);
  pages.predict.show(predictId);
}

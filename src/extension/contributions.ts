/**
 * Every id that stands in package.json and in code. test/unit/extension/contributions.test.ts matches
 * both lists.
 */

/** Commands of the category "Fine-Tune"; the id of `train` is `finetune.train`. */
export const commandNames = [
  'newRunConfig',
  'fineTuneOnFile',
  'openDataset',
  'newRecipe',
  'previewRecipe',
  'runRecipe',
  'train',
  'stop',
  'resume',
  'evaluate',
  'audit',
  'auditDataset',
  'openAudit',
  'mendBias',
  'compareRuns',
  'predict',
  'openRun',
  'showLog',
  'estimate',
  'addModelFolder',
  'newRunFromThis',
  'renameRun',
  'noteRun',
  'revealRun',
  'copyRunPath',
  'copyPythonSnippet',
  'exportMetricsCsv',
  'checkpointNow',
  'openRunConfig',
  'cleanUpRun',
  'deleteRun',
  'checkDataset',
  'nextProblem',
  'previousProblem',
  'openFirstProblem',
  'goToTwin',
  'fixAllOfRule',
  'listProblems',
  'raiseMaxLength',
  'suppressRule',
  'suppressOnRow',
  'explainRule',
  'showLoss',
  'openSampleWorkspace',
  'refresh',
] as const;

export type CommandName = (typeof commandNames)[number];

export function commandId(name: CommandName): string {
  return `finetune.${name}`;
}

/** Settings with their types and the defaults that package.json declares. */
export interface Settings {
  readonly modelFolders: readonly string[];
  readonly 'datasets.exclude': readonly string[];
  readonly 'datasets.summarizeUpToMB': number;
  readonly 'codeLens.enabled': boolean;
  readonly 'estimate.automatic': boolean;
  readonly 'notifications.runEnded': boolean;
  readonly 'stop.timeoutSeconds': number;
  readonly 'terminal.addToPath': boolean;
  readonly 'lint.enabled': boolean;
  readonly 'lint.unnamedFiles': boolean;
  readonly 'lint.rules': Readonly<Record<string, unknown>>;
  readonly 'lint.thresholds': Readonly<Record<string, unknown>>;
  readonly 'lint.mostPerRule': number;
  readonly 'lint.background': boolean;
  readonly 'lint.backgroundUpToMB': number;
}

export const settingDefaults: Settings = {
  modelFolders: [],
  'datasets.exclude': ['**/node_modules/**', '**/.*/**', '**/dist/**', '**/build/**'],
  'datasets.summarizeUpToMB': 200,
  'codeLens.enabled': true,
  'estimate.automatic': true,
  'notifications.runEnded': true,
  'stop.timeoutSeconds': 60,
  'terminal.addToPath': true,
  'lint.enabled': true,
  'lint.unnamedFiles': true,
  'lint.rules': {},
  'lint.thresholds': {},
  'lint.mostPerRule': 100,
  'lint.background': true,
  'lint.backgroundUpToMB': 200,
};

/** Keys that `when` clauses read; each is spelt `finetune.…` there. */
export const contextKeys = [
  'hasConfig',
  'hasRuns',
  'hasLiveRun',
  'hasResumableRun',
  'hasModel',
  'comparable',
  'datasetsRead',
  'runsRead',
  'sawConfig',
  'sawRun',
  'sawEvaluation',
  'sawPrediction',
  'hasProblems',
] as const;

export type ContextKey = (typeof contextKeys)[number];

export const viewIds = { runs: 'finetune.runs', datasets: 'finetune.datasets' } as const;

/** Types of webview panels; each is an `onWebviewPanel:` activation event. */
export const pageTypes = {
  run: 'finetune.run',
  compare: 'finetune.compare',
  predict: 'finetune.predict',
  dataset: 'finetune.dataset',
  audit: 'finetune.audit',
} as const;

export type PageName = keyof typeof pageTypes;

import path from 'node:path';

/** The programs that the extension starts, and how. */
export interface HostPrograms {
  /** The Node that runs them: the editor's own executable. */
  readonly execPath: string;
  readonly cli: string;
  readonly trainer: string;
  readonly datasetWorker: string;
  readonly lintWorker: string;
  readonly datasetPageWorker: string;
  readonly datasetCheckWorker: string;
  readonly recipeWorker: string;
}

export function hostPrograms(extensionPath: string): HostPrograms {
  const bundle = (name: string): string => path.join(extensionPath, 'dist', name);
  return {
    execPath: process.execPath,
    cli: bundle('cli.mjs'),
    trainer: bundle('trainer.mjs'),
    datasetWorker: bundle('datasetWorker.js'),
    lintWorker: bundle('lintWorker.js'),
    datasetPageWorker: bundle('datasetPageWorker.js'),
    datasetCheckWorker: bundle('datasetCheckWorker.js'),
    recipeWorker: bundle('recipeWorker.js'),
  };
}

/**
 * The environment of a child: ours without what steers the editor itself. NODE_OPTIONS could load
 * code into the child, and the editor's own variables would make it believe it is an extension host.
 */
export function childEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}

import * as vscode from 'vscode';
import { commandId } from '../contributions';
import { DisposableStore } from '../disposables';
import type { KnownRun } from '../runs/knownRun';
import { isLive, isUnderWay, stepsDone } from '../runs/runFacts';
import type { Services } from '../services';
import { affects, readSetting } from '../settings';
import { formatShare } from '../../protocol/formatNumber';
import type { Estimates } from './estimates';
import { estimateLabel } from './lensText';

const top = new vscode.Range(0, 0, 0, 0);

/** What stands above a config of a folder that is not trusted. */
const restrictedLens = new vscode.CodeLens(top, {
  title: 'Restricted Mode: nothing trains here until this folder is trusted',
  command: 'workbench.trust.manage',
});

const selector: vscode.DocumentSelector = { pattern: '**/*.finetune.json', scheme: 'file' };

/** The lens above a run config: Train · Evaluate · Estimate · Audit, or progress · Stop · Open while it runs. */
export class ConfigLens implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly changes = this.store.add(new vscode.EventEmitter<void>());

  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(
    private readonly services: Services,
    private readonly estimates: Estimates,
  ) {
    const refresh = (): void => this.changes.fire();
    this.store.add(services.runs.onDidChange(refresh));
    this.store.add(estimates.onDidChange(refresh));
    this.store.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affects(event, 'codeLens.enabled')) refresh();
      }),
    );
    this.store.add(vscode.workspace.onDidSaveTextDocument(refresh));
    this.store.add(vscode.languages.registerCodeLensProvider(selector, this));
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    if (!readSetting('codeLens.enabled', uri) || uri.path.includes('/.finetune/')) return [];
    if (!vscode.workspace.isTrusted) return [restrictedLens];
    const runs = this.services.runs
      .known()
      .filter(({ record }) => record.configFile === uri.fsPath);
    const live = runs.find(isLive);
    return live === undefined ? this.idleLenses(uri, runs) : liveLenses(live);
  }

  dispose(): void {
    this.store.dispose();
  }

  private idleLenses(uri: vscode.Uri, runs: readonly KnownRun[]): vscode.CodeLens[] {
    if (readSetting('estimate.automatic', uri)) void this.estimates.refresh(uri);
    const lenses = [lens('Train', 'train', uri)];
    const hasModel = runs.some((run) => run.hasModel);
    if (hasModel) lenses.push(lens('Evaluate', 'evaluate', uri));
    lenses.push(lens(estimateLabel(this.estimates.get(uri)), 'estimate', uri));
    return hasModel ? [...lenses, lens('Audit', 'audit', uri)] : lenses;
  }
}

function liveLenses(run: KnownRun): vscode.CodeLens[] {
  const { state, totalSteps } = run.record;
  const progress =
    state === 'stopping'
      ? 'Stopping'
      : totalSteps === null || !isUnderWay(run)
        ? 'Starting'
        : `Running ${formatShare(stepsDone(run), totalSteps)}`;
  return [
    lens(progress, 'openRun', run.folder),
    lens('Stop', 'stop', run.folder),
    lens('Open', 'openRun', run.folder),
  ];
}

function lens(
  title: string,
  command: Parameters<typeof commandId>[0],
  argument: unknown,
): vscode.CodeLens {
  return new vscode.CodeLens(top, {
    title,
    command: commandId(command),
    arguments: [argument],
  });
}

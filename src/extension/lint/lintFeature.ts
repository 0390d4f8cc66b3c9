import path from 'node:path';
import * as vscode from 'vscode';
import type { LintFinding, RuleId, TokenFigures } from '../../protocol/lint';
import { DisposableStore } from '../disposables';
import { Emitter, nextOf } from '../emitter';
import type { Services } from '../services';
import { affects, readSetting, setContext } from '../settings';
import { LintActions } from './lintActions';
import { LintDiagnostics } from './lintDiagnostics';
import type { LintConfig, LintSetup } from './lintSetup';
import { lintConfigs, lintSetup, ruleLevels, thresholdValues } from './lintSetup';
import type {
  LintAnswer,
  LintQuestion,
  OfferedFix,
  RowLoss,
  RowPlace,
  ToLintWorker,
} from './lintMessages';
import type { LintPart } from './lintWorkers';
import { lintParts } from './lintWorkers';
import { LintResults } from './lintResults';
import { LintWorker } from './lintWorkers';
import { isDataFile, OpenDatasets } from './openDatasets';
import { SuppressionFiles } from './suppressionFiles';
import { countKey, TokenCounts } from './tokenCounts';

const languages: vscode.DocumentSelector = [
  { scheme: 'file', pattern: '**/*.{jsonl,ndjson,json,csv,tsv}' },
];

/** Lint in the editor: what is open is checked as it is typed, what is not on request or when it changes on disk. */
export class LintFeature implements vscode.Disposable {
  private readonly store = new DisposableStore();
  private readonly workers: readonly [rows: LintWorker, files: LintWorker];
  private readonly documents: OpenDatasets;
  private hasProblems = false;
  private readonly closings = this.store.add(new vscode.EventEmitter<string>());

  private readonly suppressions: SuppressionFiles;

  private readonly askedFor = new Set<string>();
  private readonly counts: TokenCounts;

  /** Which workers have spoken of a document since it was opened. */
  private readonly heard = new Map<string, Set<LintPart>>();
  private readonly hearings = this.store.add(new Emitter<string>());

  readonly results = this.store.add(new LintResults());
  /** A file that was checked as it was typed is closed; the value is its path. */
  readonly onDidClose = this.closings.event;
  /** Files that are not open may be judged otherwise now. */
  readonly onDidChangeSuppressions: vscode.Event<void>;

  constructor(private readonly services: Services) {
    this.suppressions = this.store.add(new SuppressionFiles(services.log));
    this.onDidChangeSuppressions = this.suppressions.onDidChange;
    const { storageUri, globalStorageUri } = services.context;
    this.counts = new TokenCounts(
      path.join((storageUri ?? globalStorageUri).fsPath, 'tokenCounts.json'),
    );
    const { lintWorker } = services.programs;
    this.workers = [
      this.store.add(new LintWorker(lintWorker, 'rows')),
      this.store.add(new LintWorker(lintWorker, 'files')),
    ];
    this.documents = this.store.add(
      new OpenDatasets({
        setupOf: (uri) => this.setupOf(uri),
        send: (message) => this.send(message),
        closed: (path) => this.closed(path),
      }),
    );
    this.store.add(new LintDiagnostics(this.results));
    this.store.add(this.results.onDidChange(() => this.noteProblems()));
    for (const worker of this.workers) {
      this.store.add(
        worker.onFindings((found) => {
          // note: a worker may speak of a document once more before it hears that it is closed.
          if (this.document(found.path) === undefined) return;
          this.results.setPart(found.path, worker.part, found);
          const { tokens, version } = found;
          if (tokens !== null) void this.keepTokens(found.path, version, tokens);
          this.heard.get(found.path)?.add(worker.part);
          this.hearings.fire(found.path);
        }),
      );
      this.store.add(worker.onFailure((reason) => this.startAgain(worker, reason)));
    }
    this.store.add(
      vscode.languages.registerCodeActionsProvider(languages, new LintActions(this), {
        providedCodeActionKinds: [...LintActions.kinds],
      }),
    );
    this.store.add(services.configs.onDidChange(() => void this.documents.refresh()));
    this.store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (affects(event, 'lint')) void this.documents.refresh();
      }),
    );
    this.store.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (isDataFile(uri.path)) this.workers[1].send({ type: 'saved', path: uri.fsPath });
      }),
    );
    this.store.add(this.suppressions.onDidChange(() => void this.documents.refresh()));
    void services.configs.ready.then(() => this.documents.refresh());
  }

  /** How a file is checked; null: it is not. */
  async setupOf(uri: vscode.Uri): Promise<LintSetup | null> {
    if (!isDataFile(uri.path) || uri.path.includes('/.finetune/')) return null;
    if (!readSetting('lint.enabled', uri)) return null;
    const setup = await this.setupIfChecked(uri);
    if (this.isAskedFor(uri.fsPath)) return { ...setup, isNamed: true };
    return setup.isNamed || readSetting('lint.unnamedFiles', uri) ? setup : null;
  }

  /** How a file is checked where it is: settings, run config and suppressions as they are now. */
  async setupIfChecked(uri: vscode.Uri): Promise<LintSetup> {
    await this.services.configs.ready;
    const settings = {
      rules: ruleLevels(readSetting('lint.rules', uri)),
      thresholds: thresholdValues(readSetting('lint.thresholds', uri)),
      mostPerRule: readSetting('lint.mostPerRule', uri),
    };
    const suppressed = this.suppressions.of(uri.fsPath);
    return lintSetup(uri.fsPath, this.configs(), { settings, suppressed });
  }

  /** The workspace's run configs as they were when they were last without a mistake. */
  configs(): readonly LintConfig[] {
    return lintConfigs(this.services.configs.all());
  }

  /** The document of a file that is checked as it is typed. */
  document(path: string): vscode.TextDocument | undefined {
    return this.documents.get(path);
  }

  /** Somebody asked to check this file: it stays checked, whatever its rows look like, also when it is closed. */
  async askFor(path: string): Promise<void> {
    if (this.askedFor.has(path)) return;
    this.askedFor.add(path);
    if (await this.documents.lookAgain(path)) this.results.delete(path);
  }

  isAskedFor(path: string): boolean {
    return this.askedFor.has(path);
  }

  /** Waits until an open document has been looked at as a whole. @throws the signal's reason when given up */
  async untilLookedAt(path: string, signal: AbortSignal): Promise<void> {
    while (this.heard.get(path)?.size !== lintParts.length) await nextOf(this.hearings, signal);
  }

  /** Checks a file as it stands on disk. @throws UserError when it cannot be read */
  async check(
    file: string,
    setup: LintSetup,
    options: { readonly signal?: AbortSignal; readonly report?: (share: number) => void },
  ): Promise<void> {
    const report = (share: number): void => {
      this.results.setProgress(file, share);
      options.report?.(share);
    };
    const key = await countKey(file, setup);
    const answer = await this.workers[1]
      .ask({ type: 'check', path: file, setup }, { ...options, report })
      .finally(() => this.results.setProgress(file, null));
    if (answer.type !== 'findings') return;
    // What was opened meanwhile is checked as it is typed.
    if (this.document(file) === undefined) this.results.setWhole(file, answer.found);
    const { tokens } = answer.found;
    if (tokens !== null) await this.counts.keep(file, setup, { key, tokens });
  }

  /** The tokens of a file as they were counted last, also in an earlier window; null: it has changed since, or never was. */
  async knownTokens(file: string): Promise<TokenFigures | null> {
    const setup = await this.setupIfChecked(vscode.Uri.file(file));
    return this.counts.of(file, setup);
  }

  /** An open document that is as it was saved has the tokens of its file. */
  private async keepTokens(file: string, version: number, tokens: TokenFigures): Promise<void> {
    const isSaved = (): boolean => {
      const document = this.document(file);
      return document?.isDirty === false && document.version === version;
    };
    if (!isSaved()) return;
    const setup = await this.setupIfChecked(vscode.Uri.file(file));
    const key = await countKey(file, setup);
    if (isSaved()) await this.counts.keep(file, setup, { key, tokens });
  }

  /** What mends the findings on some lines of an open document; what comes too late is left out. */
  async fixesAt(
    path: string,
    lines: { readonly line: number; readonly endLine: number },
    patienceMs: number,
  ): Promise<readonly OfferedFix[]> {
    const asked = this.askOpen({ type: 'fixes', path, ...lines }, patienceMs);
    return (await asked).flatMap((answer) => (answer.type === 'fixes' ? answer.fixes : []));
  }

  /** The first fix of every finding of a rule in an open document. */
  async allFixes(path: string, rule: RuleId): Promise<readonly OfferedFix[]> {
    const answers = await this.askOpen({ type: 'fix-all', path, rule });
    return answers.flatMap((answer) => (answer.type === 'fixes' ? answer.fixes : []));
  }

  /** All findings of a rule in an open document. */
  async allFindings(path: string, rule: RuleId): Promise<readonly LintFinding[]> {
    const answers = await this.askOpen({ type: 'list', path, rule });
    return answers.flatMap((answer) => (answer.type === 'list' ? answer.findings : []));
  }

  /** How the config's model reads the row at a place of an open document; null: that is not known. */
  async lossAt(path: string, place: RowPlace, patienceMs: number): Promise<RowLoss | null> {
    const signal = AbortSignal.timeout(patienceMs);
    try {
      const answer = await this.workers[0].ask({ type: 'loss', path, ...place }, { signal });
      return answer.type === 'loss' ? answer.loss : null;
    } catch {
      return null;
    }
  }

  /** What stands for the row at a place of an open document in a list of suppressions; null: there is no row. */
  async rowHash(path: string, place: RowPlace): Promise<string | null> {
    const answer = await this.workers[0].ask({ type: 'row-hash', path, ...place });
    return answer.type === 'row-hash' ? answer.hash : null;
  }

  /** Asks the worker that handles whole files. */
  askFiles(
    question: LintQuestion,
    options: { readonly signal?: AbortSignal; readonly report?: (share: number) => void },
  ): Promise<LintAnswer> {
    return this.workers[1].ask(question, options);
  }

  dispose(): void {
    this.store.dispose();
  }

  private noteProblems(): void {
    const hasProblems = this.results.hasFindings();
    if (hasProblems === this.hasProblems) return;
    this.hasProblems = hasProblems;
    setContext('hasProblems', hasProblems);
  }

  private send(message: ToLintWorker): void {
    if (message.type === 'open') this.heard.set(message.path, new Set());
    for (const worker of this.workers) worker.send(message);
  }

  /** Asks both workers, since each knows its own findings. */
  private async askOpen(
    question: LintQuestion,
    patienceMs: number | null = null,
  ): Promise<readonly LintAnswer[]> {
    const options = patienceMs === null ? {} : { signal: AbortSignal.timeout(patienceMs) };
    const answers = await Promise.allSettled(
      this.workers.map((worker) => worker.ask(question, options)),
    );
    return answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  }

  private closed(path: string): void {
    this.results.delete(path);
    this.heard.delete(path);
    this.closings.fire(path);
  }

  private startAgain(worker: LintWorker, reason: Error): void {
    this.services.log.error(`The ${worker.part} part of lint ended: ${reason.message}`);
    void this.documents.sendAgain();
  }
}

import * as vscode from 'vscode';
import { assertNever } from '../../protocol/assertNever';
import { UserError } from '../../protocol/errors';
import type {
  FromPredictPage,
  PredictResult,
  PredictSubject,
  ToPredictPage,
} from '../../protocol/pages';
import { runCli } from '../cliProcess';
import { requireTrust } from '../commands/trust';
import { DisposableStore } from '../disposables';
import { distinctNames } from '../runs/distinctNames';
import type { KnownRun } from '../runs/knownRun';
import type { Services } from '../services';
import { setContext } from '../settings';
import { parseFromPredictPage } from './messages';
import type { Page, PageHost, PageKind } from './panel';
import { parsePrediction } from './prediction';

/** One page for all runs: several models answer side by side. */
export const predictId = 'predict';

const historyKey = 'predict.history';
const longestHistory = 50;

/** The predict page, and what it was opened for. */
export class PredictPages {
  private readonly chosen = new Set<string>();
  private current: PredictPage | null = null;

  readonly kind: PageKind<FromPredictPage, ToPredictPage>;

  constructor(services: Services) {
    this.kind = {
      name: 'predict',
      titleOf: () => 'Predict',
      connect: (page) => {
        this.current = new PredictPage(services, page, this.chosen);
        return this.current;
      },
    };
  }

  /** The run that the page asks first from now on. */
  choose(folder: string): void {
    this.chosen.clear();
    this.chosen.add(folder);
    this.current?.sendSnapshot();
  }
}

class PredictPage implements PageHost<FromPredictPage> {
  private readonly store = new DisposableStore();
  private readonly stopped = new AbortController();
  private isBusy = false;
  private sentSubjects = '';

  readonly parse = parseFromPredictPage;

  constructor(
    private readonly services: Services,
    private readonly page: Page<ToPredictPage>,
    private readonly chosen: Set<string>,
  ) {
    this.store.add(
      services.runs.onDidChange(() => {
        // Runs appear, end, go and get other names.
        if (JSON.stringify(this.subjects()) !== this.sentSubjects) this.sendSnapshot();
      }),
    );
  }

  sendSnapshot(): void {
    const subjects = this.subjects();
    this.sentSubjects = JSON.stringify(subjects);
    const chosen = subjects.map(({ id }) => id).filter((id) => this.chosen.has(id));
    const first = subjects[0];
    this.page.post({
      type: 'snapshot',
      subjects,
      chosen: chosen.length > 0 || first === undefined ? chosen : [first.id],
      history: this.history(),
      busy: this.isBusy,
    });
  }

  async receive(message: FromPredictPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.sendSnapshot();
        return;
      case 'predict':
        return this.predict(message.text, message.subjects);
      case 'copy-row': {
        const { text, label } = message;
        await vscode.env.clipboard.writeText(`${JSON.stringify({ text, label })}\n`);
        vscode.window.setStatusBarMessage('Row copied', 3_000);
        return;
      }
      default:
        return assertNever(message, 'message from the predict page');
    }
  }

  dispose(): void {
    this.stopped.abort();
    this.store.dispose();
  }

  private async predict(text: string, ids: readonly string[]): Promise<void> {
    const asked = this.candidates().filter(({ folder }) => ids.includes(folder));
    if (this.isBusy || asked.length === 0) return;
    this.chosen.clear();
    for (const { folder } of asked) this.chosen.add(folder);
    this.isBusy = true;
    this.sendSnapshot();
    try {
      requireTrust();
      const answers: PredictResult['answers'][number][] = [];
      for (const run of asked) answers.push(await this.ask(run, text));
      const result: PredictResult = { text, answers };
      await this.services.context.workspaceState.update(
        historyKey,
        [result, ...this.history()].slice(0, longestHistory),
      );
      this.isBusy = false;
      setContext('sawPrediction', true);
      this.page.post({ type: 'result', result });
    } catch (error) {
      this.isBusy = false;
      this.services.log.error(error instanceof Error ? error : String(error));
      this.page.post({ type: 'failed', message: wordsOf(error) });
    }
  }

  private async ask(run: KnownRun, text: string): Promise<PredictResult['answers'][number]> {
    const output = await runCli({
      programs: this.services.programs,
      // note: one argument, so that a text that begins with a dash is no option.
      parameters: ['predict', run.folder, `--text=${text}`, '--json'],
      cwd: run.folder,
      signal: this.stopped.signal,
    });
    const { folder, record } = run;
    const subject = this.subjects().find(({ id }) => id === folder);
    return { subject: subject ?? { id: folder, name: record.name }, ...parsePrediction(output) };
  }

  private subjects(): PredictSubject[] {
    return [...distinctNames(this.candidates())].map(([id, name]) => ({ id, name }));
  }

  private candidates(): readonly KnownRun[] {
    return this.services.runs.known().filter(({ hasModel }) => hasModel);
  }

  private history(): readonly PredictResult[] {
    return this.services.context.workspaceState.get<PredictResult[]>(historyKey) ?? [];
  }
}

/** What the page says of a failure, with the next action where the user can mend it. */
function wordsOf(error: unknown): string {
  if (error instanceof UserError && error.next !== undefined)
    return `${error.message} ${error.next}`;
  return error instanceof Error ? error.message : String(error);
}

import type { TokenFigures } from '../../protocol/lint';
import type { SchemaChoice } from '../schemas/schema';
import type { CheckRows } from './checkRows';
import { RowProblems } from './rowProblems';

/** The problems of a file, and how far looking for them has come. */
export class DatasetCheck {
  private stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  /** Null: nobody has asked yet. */
  problems: RowProblems | null = null;
  /** Null: not counted. */
  tokens: TokenFigures | null = null;
  /** Share that is done, 0 to 1. */
  share = 0;

  /** `onProgress` is told whenever `share` has grown. */
  constructor(
    private readonly signal: AbortSignal,
    private readonly onProgress: () => void,
  ) {}

  /** Looks at all rows; a check that is under way is given up for it. @throws the signal's reason when given up itself */
  async run(check: CheckRows, choice: SchemaChoice): Promise<void> {
    this.stopping.abort();
    const own = new AbortController();
    this.stopping = own;
    await this.running.catch(() => undefined);
    own.signal.throwIfAborted();
    this.running = this.look(check, choice, AbortSignal.any([own.signal, this.signal]));
    return this.running;
  }

  /** As if nobody had asked. */
  forget(): void {
    this.stopping.abort();
    [this.problems, this.share, this.tokens] = [null, 0, null];
  }

  private async look(check: CheckRows, choice: SchemaChoice, signal: AbortSignal): Promise<void> {
    const problems = new RowProblems();
    [this.problems, this.share, this.tokens] = [problems, 0, null];
    const listener = {
      found: problems.add.bind(problems),
      progress: (share: number): void => {
        this.share = share * 0.999;
        this.onProgress();
      },
    };
    const { suppressed, tokens } = await check(choice, listener, signal);
    [problems.suppressed, this.tokens, this.share] = [suppressed, tokens, 1];
  }
}

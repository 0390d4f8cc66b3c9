import { lintAgainst } from '../lint/lintAgainst';
import { lintFile } from '../lint/lintFile';
import type { LintRequest } from '../lint/lintRequest';
import { allRules } from '../lint/ruleSettings';
import { thresholdsWith } from '../lint/thresholds';
import type { DataSource } from '../../protocol/runConfig';
import { recogniseAll } from '../schemas/detectSchema';
import type { TokenFigures } from '../../protocol/lint';
import { RowProblems } from './rowProblems';

/** What is to be checked, and how; see LintRequest. */
export type CheckRequest = Omit<LintRequest, 'onFinding' | 'onProgress' | 'signal'>;

/** How the rows of a file are read and checked. */
export interface HowToCheck {
  readonly request: CheckRequest;
  /** The training file beside which an evaluation file is looked at; null: it is none. */
  readonly training: CheckRequest | null;
}

/** A file that no run config names: all rules, with their usual thresholds. */
export function asNamedNowhere(source: DataSource): HowToCheck {
  const request = {
    source,
    choice: recogniseAll,
    settings: allRules,
    thresholds: thresholdsWith({}),
    declaredLabels: null,
    shuffles: null,
    tokens: null,
  };
  return { request, training: null };
}

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
  async run(how: HowToCheck): Promise<void> {
    this.stopping.abort();
    const own = new AbortController();
    this.stopping = own;
    await this.running.catch(() => undefined);
    own.signal.throwIfAborted();
    this.running = this.look(how, AbortSignal.any([own.signal, this.signal]));
    return this.running;
  }

  /** As if nobody had asked. */
  forget(): void {
    this.stopping.abort();
    [this.problems, this.share, this.tokens] = [null, 0, null];
  }

  private async look({ request, training }: HowToCheck, signal: AbortSignal): Promise<void> {
    const problems = new RowProblems();
    [this.problems, this.share, this.tokens] = [problems, 0, null];
    const asked: LintRequest = {
      ...request,
      signal,
      onFinding: (found) => problems.add(found),
      onProgress: (done) => {
        this.share = done * 0.999;
        this.onProgress();
      },
    };
    const { suppressed, tokens } = await lintFile(asked);
    problems.suppressed = suppressed;
    this.tokens = tokens;
    if (training !== null) {
      const against = await lintAgainst({ ...training, signal }, asked);
      problems.suppressed += against.suppressed;
    }
    this.share = 1;
  }
}

import { lintAgainst } from '../lint/lintAgainst';
import { lintFile } from '../lint/lintFile';
import type { LintRequest } from '../lint/lintRequest';
import type { LintFinding, TokenFigures } from '../../protocol/lint';
import type { SchemaChoice } from '../schemas/schema';

/** What is to be checked, and how; see LintRequest. */
export type CheckRequest = Omit<LintRequest, 'onFinding' | 'onProgress' | 'signal'>;

/** How the rows of a file are checked. */
export interface HowToCheck {
  readonly request: CheckRequest;
  /** The training file beside which an evaluation file is looked at; null: it is none. */
  readonly training: CheckRequest | null;
}

/** A finding and what would mend it, the best first: "Delete this row". */
export interface FoundProblem {
  readonly finding: LintFinding;
  readonly fixes: readonly string[];
}

/** Who hears of a check while it goes on. */
export interface CheckListener {
  readonly found: (problem: FoundProblem) => void;
  /** Share of the work done so far, 0 to 1. */
  readonly progress: (share: number) => void;
}

/** What is said of a checked file beside its findings. */
export interface CheckedRows {
  /** Findings that somebody let stand. */
  readonly suppressed: number;
  /** Null: not counted. */
  readonly tokens: TokenFigures | null;
}

/** Looks at all rows of a file, taken for that schema. @throws the signal's reason when given up */
export type CheckRows = (
  choice: SchemaChoice,
  listener: CheckListener,
  signal: AbortSignal,
) => Promise<CheckedRows>;

/** Checks in the thread that asks: nothing else happens there while it is in a long row. */
export function checkHere({ request, training }: HowToCheck): CheckRows {
  return async (choice, listener, signal) => {
    const asked: LintRequest = {
      ...{ ...request, choice, signal },
      onFinding: ({ finding, fixes }) => {
        const titles = finding.fixable ? fixes().map(({ title }) => title) : [];
        listener.found({ finding, fixes: titles });
      },
      onProgress: listener.progress,
    };
    const { suppressed, tokens } = await lintFile(asked);
    if (training === null) return { suppressed, tokens };
    const against = await lintAgainst({ ...training, signal }, asked);
    return { suppressed: suppressed + against.suppressed, tokens };
  };
}

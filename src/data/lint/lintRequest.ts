import type { Breakable } from '../breakable';
import type { DataSource } from '../../protocol/runConfig';
import type { Schema, SchemaChoice } from '../schemas/schema';
import type { Found } from './found';
import type { RowProbabilities, Thresholds, TokenCounter } from './rule';
import type { RuleSettings } from './ruleSettings';
import type { FileSuppressions } from './suppressions';

/** What is to be checked, and how. */
export interface LintRequest {
  readonly source: DataSource;
  readonly choice: SchemaChoice;
  readonly settings: RuleSettings;
  readonly thresholds: Thresholds;
  /** Labels the model or the user declared; null: none were. */
  readonly declaredLabels: readonly string[] | null;
  /** Whether training shuffles; null: nothing is known. */
  readonly shuffles: boolean | null;
  /** Makes what counts tokens as the config's model does, once the schema is known; null: no model is known. */
  readonly tokens: ((schema: Schema) => TokenCounter) | null;
  /** Whether the tokens of all rows are summed up, whatever rules are asked for; left out: they are not. */
  readonly countsTokens?: boolean;
  /** What a model that was not trained on these rows says of their labels; left out: none was asked. */
  readonly probabilities?: RowProbabilities | null;
  /** Findings that somebody let stand; left out: none. */
  readonly suppressions?: FileSuppressions;
  readonly signal?: AbortSignal | undefined;
  /** What rules compute in one piece once all rows were seen; left out: the signal has to wait for it. */
  readonly breakable?: Breakable | undefined;
  /** Gets the first rows, which tell the schema, before any of their findings; may throw. */
  readonly onSample?: ((rows: readonly Readonly<Record<string, unknown>>[]) => void) | undefined;
  /** Share of the work done so far, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
  /** Gets every finding: of row rules in the order of the rows, then those that needed all rows. */
  readonly onFinding: (found: Found) => void;
  /** Gets the findings that were let stand, and why. */
  readonly onSuppressed?: ((found: Found, reason: string) => void) | undefined;
}

import { catalogue } from '../../../data/lint/catalogue';
import type { DocumentRequest } from '../../../data/lint/incremental/rowLint';
import { thresholdsWith } from '../../../data/lint/thresholds';
import { readRowTokenizer } from '../../../data/tokens/lossMask';
import type { RowTokenizer } from '../../../data/tokens/lossMask';
import { tokenCounter } from '../../../data/tokens/tokenCounter';
import { UserError } from '../../../protocol/errors';
import type { RuleId, Severity } from '../../../protocol/lint';
import { ruleIds } from '../../../protocol/lint';
import type { FileFindings } from '../lintMessages';
import type { LintSetup } from '../lintSetup';

/** Which rules are asked for: those that look at a row by itself, the others, or all. */
export type RuleScope = 'row' | 'rest' | 'all';

/** What the engine is asked for a file with this setup. */
export function requestOf(setup: LintSetup, scope: RuleScope): DocumentRequest {
  const { source, settings, fields, shuffles } = setup;
  const rowTokenizer = setup.model === null ? null : rowTokenizerOf(setup.model);
  const severities: Partial<Record<RuleId, Severity>> = {};
  const rules = ruleIds.filter((id) => {
    const level = settings.rules[id];
    if (level === 'off') return false;
    if (level !== undefined) severities[id] = level;
    return scope === 'all' || (catalogue[id].scope === 'row') === (scope === 'row');
  });
  return {
    source,
    choice: { name: setup.schema, fields },
    settings: { rules: new Set(rules), severities },
    thresholds: thresholdsWith(settings.thresholds),
    declaredLabels: null,
    shuffles,
    tokens: rowTokenizer === null ? null : (schema) => tokenCounter(rowTokenizer, schema),
  };
}

/** Reading a tokenizer takes longer than checking many rows: each model's is kept. */
const rowTokenizers = new Map<string, RowTokenizer | null>();

/** Null where the model has no tokenizer that can be read: the run config's own problems say so. */
function rowTokenizerOf({ path, maxLength }: NonNullable<LintSetup['model']>): RowTokenizer | null {
  const key = `${maxLength} ${path}`;
  const known = rowTokenizers.get(key);
  if (known !== undefined) return known;
  let made: RowTokenizer | null = null;
  try {
    made = readRowTokenizer(path, maxLength);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
  rowTokenizers.set(key, made);
  return made;
}

/** The training file beside which an evaluation file is looked at; null: it is none. */
export function trainingRequest(setup: LintSetup): DocumentRequest | null {
  const { training } = setup;
  return training === null ? null : { ...requestOf(setup, 'all'), source: training.source };
}

/** Without the findings of rules that are suppressed, which are counted. */
export function withoutSuppressed(setup: LintSetup, found: FileFindings): FileFindings {
  if (setup.suppressed.length === 0) return found;
  const isSuppressed = (rule: string): boolean => setup.suppressed.some((each) => each === rule);
  const counts = Object.entries(found.counts);
  const left = counts.filter(([rule]) => !isSuppressed(rule));
  const gone = counts.filter(([rule]) => isSuppressed(rule));
  return {
    ...found,
    findings: found.findings.filter(({ rule }) => !isSuppressed(rule)),
    counts: Object.fromEntries(left),
    suppressed: gone.reduce((sum, [, count]) => sum + count, found.suppressed),
  };
}

/** Files that nobody named and whose rows fit no schema well are no datasets. */
export function isDataset(
  setup: LintSetup,
  schema: { readonly confidence: number } | null,
): boolean {
  return setup.isNamed || (schema !== null && schema.confidence >= leastConfidence);
}

const leastConfidence = 0.6;

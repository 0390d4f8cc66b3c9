import type { DocumentRequest } from '../../../data/lint/incremental/rowLint';
import { fileSuppressions } from '../../../data/lint/suppressions';
import { thresholdsWith } from '../../../data/lint/thresholds';
import { tokenCounter } from '../../../data/tokens/tokenCounter';
import type { RuleId, Severity } from '../../../protocol/lint';
import { ruleIds } from '../../../protocol/lint';
import { isAsTyped } from '../asTyped';
import type { LintSetup } from '../lintSetup';
import { rowTokenizerOf } from './rowTokenizers';

/** Which rules are asked for: those that keep up with typing, the others, or all. */
export type RuleScope = 'row' | 'rest' | 'all';

/** What the engine is asked for a file with this setup. */
export function requestOf(setup: LintSetup, scope: RuleScope): DocumentRequest {
  const { source, settings, fields, labels, shuffles } = setup;
  const severities: Partial<Record<RuleId, Severity>> = {};
  const rules = ruleIds.filter((id) => {
    const level = settings.rules[id];
    if (level === 'off') return false;
    if (level !== undefined) severities[id] = level;
    return scope === 'all' || isAsTyped(id) === (scope === 'row');
  });
  return {
    source,
    choice: { name: setup.schema, fields },
    settings: { rules: new Set(rules), severities },
    thresholds: thresholdsWith(settings.thresholds),
    declaredLabels: labels,
    shuffles,
    suppressions: fileSuppressions(setup.suppressed),
    tokens: scope === 'row' ? null : tokensOf(setup),
  };
}

/** The training file beside which an evaluation file is looked at; null: it is none. */
export function trainingRequest(setup: LintSetup): DocumentRequest | null {
  const { training } = setup;
  return training === null ? null : { ...requestOf(setup, 'all'), source: training.source };
}

/** Tokens are counted as the config's model does; a model without a tokenizer is another view's matter. */
function tokensOf({ model }: LintSetup): DocumentRequest['tokens'] {
  if (model === null) return null;
  const read = rowTokenizerOf(model);
  return 'problem' in read ? null : (schema) => tokenCounter(read.tokenizer, schema);
}

/** Files that nobody named and whose rows fit no schema well are no datasets. */
export function isDataset(
  setup: LintSetup,
  schema: { readonly confidence: number } | null,
): boolean {
  return setup.isNamed || (schema !== null && schema.confidence >= leastConfidence);
}

const leastConfidence = 0.6;

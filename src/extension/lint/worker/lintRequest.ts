import { catalogue } from '../../../data/lint/catalogue';
import type { DocumentRequest } from '../../../data/lint/incremental/rowLint';
import { thresholdsWith } from '../../../data/lint/thresholds';
import type { RuleId, Severity } from '../../../protocol/lint';
import { ruleIds } from '../../../protocol/lint';
import type { LintSetup } from '../lintSetup';

/** Which rules are asked for: those that look at a row by itself, the others, or all. */
export type RuleScope = 'row' | 'rest' | 'all';

/** What the engine is asked for a file with this setup. */
export function requestOf(setup: LintSetup, scope: RuleScope): DocumentRequest {
  const { source, settings, fields, shuffles } = setup;
  const severities: Partial<Record<RuleId, Severity>> = {};
  const rules = ruleIds.filter((id) => {
    const level = settings.rules[id];
    if (level === 'off') return false;
    if (level !== undefined) severities[id] = level;
    return scope === 'all' || (catalogue[id].scope === 'row') === (scope === 'row');
  });
  return {
    source,
    choice: { name: null, fields },
    settings: { rules: new Set(rules), severities },
    thresholds: thresholdsWith(settings.thresholds),
    declaredLabels: null,
    shuffles,
    tokens: null,
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

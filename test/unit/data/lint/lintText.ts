import { lintFile } from '../../../../src/data/lint/lintFile';
import type { LintRequest } from '../../../../src/data/lint/lintRequest';
import { allRules, parseRules } from '../../../../src/data/lint/ruleSettings';
import { thresholdsWith } from '../../../../src/data/lint/thresholds';
import type { Found } from '../../../../src/data/lint/found';
import { recogniseAll } from '../../../../src/data/schemas/detectSchema';
import { sourceOf } from '../../../../src/data/readRows';

/** A request for all that a rule list such as "row" names. */
export function requestFor(
  path: string,
  rules: string,
  changes: Partial<LintRequest> = {},
): Omit<LintRequest, 'onFinding'> {
  return {
    source: sourceOf(path),
    choice: recogniseAll,
    settings: { ...allRules, rules: parseRules(rules) },
    thresholds: thresholdsWith({}),
    ...{ declaredLabels: null, shuffles: null, tokens: null },
    ...changes,
  };
}

/** All findings of a file, as they come. */
export async function findingsOf(
  path: string,
  rules: string,
  changes: Partial<LintRequest> = {},
): Promise<readonly Found[]> {
  const found: Found[] = [];
  await lintFile({ ...requestFor(path, rules, changes), onFinding: (each) => found.push(each) });
  return found;
}

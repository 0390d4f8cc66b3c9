import type { AuditOptions } from '../auditOptions';
import type { Withheld } from '../counterfactuals/versionsSubject';
import type { MeasuredCheck } from '../statistics/judge';
import { Pace } from '../statistics/pace';
import type { FunctionalSuite } from './functionalSuite';
import { failureCheck, groupCheck } from './functionalityChecks';
import { outcomesOf } from './outcomes';
import { overallCheck } from './overallCheck';

/**
 * Accuracy per functionality and group, each group against the others of the same functionality; over all functionalities a group is
 * compared within each, so that a group that is asked harder things is not blamed for it. A functionality without groups is judged by how
 * often it fails.
 * @param probabilities [suite.texts, labels]
 * @throws UserError for a label that the model does not have
 */
export async function auditFunctional(
  suite: FunctionalSuite,
  probabilities: Float32Array,
  {
    labels,
    gate,
    ...options
  }: AuditOptions & { readonly labels: readonly string[]; readonly gate: Withheld },
): Promise<MeasuredCheck[]> {
  const outcomes = outcomesOf(suite, probabilities, labels);
  const pace = new Pace(options);
  const byFunctionality = new Map<string, Map<string | null, number[]>>();
  for (const [at, { functionality, group }] of suite.cases.entries()) {
    const groups = byFunctionality.get(functionality) ?? new Map<string | null, number[]>();
    byFunctionality.set(functionality, groups);
    const cases = groups.get(group);
    if (cases === undefined) groups.set(group, [at]);
    else cases.push(at);
  }
  const checks: MeasuredCheck[] = [];
  const strata: Map<string, readonly number[]>[] = [];
  for (const [variant, cases] of byFunctionality) {
    const groups = new Map<string, readonly number[]>();
    for (const [group, own] of cases) if (group !== null) groups.set(group, own);
    if (groups.size < 2) {
      checks.push(
        failureCheck(outcomes, [...cases.values()].flat(), { variant, gate, ...options }),
      );
      continue;
    }
    strata.push(groups);
    for (const group of groups.keys())
      checks.push(groupCheck(outcomes, groups, { variant, group, gate }));
    if (pace.isDue()) await pace.rest();
  }
  if (strata.length < 2) return checks;
  const all = [...new Set(strata.flatMap((groups) => [...groups.keys()]))];
  for (const [done, group] of all.entries()) {
    checks.push(await overallCheck(outcomes, strata, { group, gate, ...options, pace }));
    pace.reach((done + 1) / all.length);
  }
  return checks;
}

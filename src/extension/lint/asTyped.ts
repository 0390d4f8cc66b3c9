import { catalogue, quickRuleIds } from '../../data/lint/catalogue';
import type { RuleId } from '../../protocol/lint';

/** Rules about single rows that take longer than reading: their findings come with those that need all rows. */
const tokenRules: ReadonlySet<RuleId> = new Set(['L-LEN-01', 'L-LEN-02', 'L-LEN-04']);

/** Whether a rule keeps up with typing; the others are asked when nobody types. */
export function isAsTyped(id: RuleId): boolean {
  if (quickRuleIds.includes(id)) return true;
  return catalogue[id].scope === 'row' && !tokenRules.has(id);
}

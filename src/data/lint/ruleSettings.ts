import { UserError } from '../../protocol/errors';
import { isRuleId, type RuleId, ruleIds, type Severity } from '../../protocol/lint';
import { nearestWord } from '../../protocol/nearestWord';
import { rowRuleIds } from './catalogue';

/** Which rules speak, and how loudly. */
export interface RuleSettings {
  readonly rules: ReadonlySet<RuleId>;
  /** In place of the catalogue's. */
  readonly severities: Readonly<Partial<Record<RuleId, Severity>>>;
}

export const allRules: RuleSettings = { rules: new Set(ruleIds), severities: {} };

/**
 * The rules that a list such as "L-TXT-01,L-DUP-01", "row" or "all" names.
 * @throws UserError for one that does not exist
 */
export function parseRules(list: string): ReadonlySet<RuleId> {
  const chosen = new Set<RuleId>();
  for (const part of list.split(',').map((each) => each.trim())) {
    if (part === '') continue;
    const id = part.toUpperCase();
    if (id === 'ALL') for (const each of ruleIds) chosen.add(each);
    else if (id === 'ROW') for (const each of rowRuleIds) chosen.add(each);
    else if (isRuleId(id)) chosen.add(id);
    else {
      const near = nearestWord(id, ruleIds);
      throw new UserError(`There is no rule "${part}".`, {
        next: `${near === null ? '' : `Did you mean ${near}? `}Name rules as in --rules L-TXT-01,L-DUP-01, or row, or all.`,
      });
    }
  }
  if (chosen.size > 0) return chosen;
  throw new UserError('No rule is named.', {
    next: 'Name rules as in --rules L-TXT-01,L-DUP-01, or row, or all.',
  });
}

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

const howToName =
  'Name rules as in --rules L-TXT-01,L-DUP-01, or row, or all; -L-TXT-10 leaves one out.';

/**
 * The rules that a list such as "L-TXT-01,L-DUP-01", "row" or "all" names; "row,-L-TXT-10" leaves one out.
 * @throws UserError for one that does not exist
 */
export function parseRules(list: string): ReadonlySet<RuleId> {
  const parts = list.split(',').map((each) => each.trim());
  const named = parts.filter((part) => part !== '');
  const isLeftOut = (part: string): boolean => part.startsWith('-');
  const chosen = new Set<RuleId>();
  for (const part of named.every(isLeftOut) && named.length > 0 ? ['all', ...named] : named) {
    for (const id of rulesCalled(isLeftOut(part) ? part.slice(1) : part))
      if (isLeftOut(part)) chosen.delete(id);
      else chosen.add(id);
  }
  if (chosen.size > 0) return chosen;
  const message = named.length === 0 ? 'No rule is named.' : 'No rule is left.';
  throw new UserError(message, { next: howToName });
}

function rulesCalled(name: string): readonly RuleId[] {
  const id = name.toUpperCase();
  if (id === 'ALL') return ruleIds;
  if (id === 'ROW') return rowRuleIds;
  if (isRuleId(id)) return [id];
  const near = nearestWord(id, ruleIds);
  throw new UserError(`There is no rule "${name}".`, {
    next: `${near === null ? '' : `Did you mean ${near}? `}${howToName}`,
  });
}

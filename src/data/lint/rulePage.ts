import type { RuleId } from '../../protocol/lint';

/** The page that explains a rule: a file below the product's folder, and the heading in it. */
export function rulePage(rule: RuleId): { readonly file: string; readonly anchor: string } {
  const [, family = ''] = rule.split('-');
  return { file: `docs/lint/${family.toLowerCase()}.md`, anchor: rule.toLowerCase() };
}

/** What a page says of one of its rules, without the heading; null: nothing. */
export function ruleSection(page: string, rule: RuleId): string | null {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${rule}\n`));
  return section?.slice(rule.length).trim() ?? null;
}

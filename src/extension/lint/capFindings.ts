import type { LintFinding, RuleId } from '../../protocol/lint';

/** The editor keeps at most so many problems of a file, and drops the rest without a word that names a rule. */
export const mostPerFile = 950;

/** What is shown of a file's findings. */
export interface ShownFindings {
  readonly shown: readonly LintFinding[];
  /** Rules of which only the first findings are shown, and how many there are beyond them. */
  readonly more: readonly {
    readonly rule: RuleId;
    readonly count: number;
    readonly last: LintFinding;
  }[];
}

/**
 * The first findings of each rule: at most `mostPerRule`, and fewer where a file has findings of so many rules that the editor
 * would drop some. `counts` says how many there are, since a worker sends only the first.
 */
export function capFindings(
  findings: readonly LintFinding[],
  counts: Readonly<Partial<Record<RuleId, number>>>,
  mostPerRule: number,
): ShownFindings {
  const byRule = new Map<RuleId, LintFinding[]>();
  for (const finding of findings) {
    const own = byRule.get(finding.rule);
    if (own === undefined) byRule.set(finding.rule, [finding]);
    else own.push(finding);
  }
  const most = fairShare(
    [...byRule.values()].map(({ length }) => length),
    mostPerRule,
  );
  const shown: LintFinding[] = [];
  const more: { rule: RuleId; count: number; last: LintFinding }[] = [];
  for (const [rule, own] of byRule) {
    const first = own.slice(0, most);
    shown.push(...first);
    const count = (counts[rule] ?? own.length) - first.length;
    const last = first.at(-1);
    if (count > 0 && last !== undefined) more.push({ rule, count, last });
  }
  return { shown, more };
}

/** The largest number a rule may show so that all together stay within what the editor keeps. */
function fairShare(lengths: readonly number[], mostPerRule: number): number {
  const total = (most: number): number =>
    lengths.reduce((sum, length) => sum + Math.min(length, most) + 1, 0);
  if (total(mostPerRule) <= mostPerFile) return mostPerRule;
  let [low, high] = [1, mostPerRule];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (total(middle) <= mostPerFile) low = middle;
    else high = middle - 1;
  }
  return low;
}

import type { RuleId } from '../../protocol/lint';
import { printPath } from './printPath';
import type { ReportRow, RuleFinding } from './rule';

/** A finding of a rule that needed all rows; its place is not known yet. */
export interface LaterFinding {
  readonly rule: RuleId;
  /** Null: about the file as a whole. */
  readonly row: number | null;
  readonly finding: RuleFinding;
}

/** Of these, a row has only the strongest, which is the first. */
const duplicateRules: readonly RuleId[] = ['L-DUP-01', 'L-DUP-02', 'L-DUP-03'];

/** Gathers findings by the rules of counting: at most one a rule, row and field, and one that calls a row a duplicate. */
export function gatherLater(rules: ReadonlySet<RuleId>): {
  readonly report: ReportRow;
  findings(): readonly LaterFinding[];
} {
  const gathered = new Map<string, LaterFinding>();
  return {
    report(rule, row, finding) {
      if (!rules.has(rule)) return;
      const isDuplicate = row !== null && duplicateRules.includes(rule);
      const about = row === null ? finding.message : (printPath(finding.at.path) ?? '');
      const key = isDuplicate ? `duplicate ${row}` : `${rule} ${row} ${about}`;
      const known = gathered.get(key);
      if (known === undefined) gathered.set(key, { rule, row, finding });
      else if (known.rule === rule)
        gathered.set(key, { ...known, finding: merged(known.finding, finding) });
      else if (duplicateRules.indexOf(rule) < duplicateRules.indexOf(known.rule))
        gathered.set(key, { rule, row, finding });
    },
    findings: () => [...gathered.values()],
  };
}

function merged(first: RuleFinding, second: RuleFinding): RuleFinding {
  if (first === second) return first;
  return { ...first, more: [...(first.more ?? []), second.at, ...(second.more ?? [])] };
}

import { unbreakable } from '../breakable';
import type { RuleId, TokenFigures } from '../../protocol/lint';
import type { DetectedSchema } from '../schemas/schema';
import { rowChecker } from './checkRow';
import type { Placing } from './found';
import { gatherLater, type LaterFinding } from './laterFindings';
import type { LintRequest } from './lintRequest';
import type { DatasetRule } from './rule';
import { datasetRules, rowRules } from './ruleTable';
import type { RowScan } from './scan/scanRows';
import type { TextRow } from './scan/textRow';
import { TokenLengths } from '../tokens/tokenLengths';
import { schemaSampler } from './schemaSampler';

/** Checks the rows of a file as they come: those of row rules are reported at once, the others at the end. */
export interface FileChecker {
  /** Whether rules were asked for that need all rows. */
  readonly needsAllRows: boolean;
  readonly begin: (scan: RowScan) => void;
  readonly see: (text: TextRow) => void;
  readonly end: () => FileCheck;
}

export interface FileCheck {
  readonly rows: number;
  /** Of these, rows that could not be read, so that no rule has looked at their values. */
  readonly unread: number;
  readonly schema: DetectedSchema | null;
  readonly placing: Placing;
  readonly later: readonly LaterFinding[];
  /** Null: they were not to be counted, or no model is known. */
  readonly tokens: TokenFigures | null;
}

export function fileChecker(request: LintRequest): FileChecker {
  const { rules } = request.settings;
  let lengths: TokenLengths | null = null;
  let unread = 0;
  let runs: readonly ReturnType<DatasetRule['begin']>[] = [];
  const { begin, see, end } = schemaSampler(request, (context, placing) => {
    const check = rowChecker(context, rowRules, placing);
    const active = datasetRules.filter((rule) => isAskedFor(rule, rules) && rule.applies(context));
    runs = active.map((rule) => rule.begin(context));
    const { tokens } = context;
    const counted = request.countsTokens === true && tokens !== null ? tokens : null;
    lengths = counted === null ? null : new TokenLengths(counted.maxLength);
    return (text, row) => {
      if (row === null && text.row !== null) unread += 1;
      if (counted !== null && row !== null && row.parts().length > 0)
        lengths?.see(counted.count(row));
      for (const found of check(text, row)) request.onFinding(found);
      if (row !== null) for (const run of runs) run.see(row);
    };
  });
  return {
    needsAllRows: datasetRules.some((rule) => isAskedFor(rule, rules)),
    begin,
    see,
    end() {
      const { rows, schema, placing } = end();
      const later = gatherLater(rules);
      const { breakable = unbreakable } = request;
      for (const run of runs) breakable(() => run.finish(later.report));
      return {
        ...{ rows, unread, schema: rows === 0 ? null : schema, placing, later: later.findings() },
        tokens: lengths?.figures() ?? null,
      };
    },
  };
}

/** Whether one of a rule's ids is among those asked for. */
export function isAskedFor(
  { ids }: { readonly ids: readonly RuleId[] },
  rules: ReadonlySet<RuleId>,
): boolean {
  return ids.some((id) => rules.has(id));
}

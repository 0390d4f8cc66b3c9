import type { RowProblem, RuleProblems } from '../../protocol/datasetPage';
import type { RuleId } from '../../protocol/lint';
import { catalogue } from '../lint/catalogue';
import type { FoundProblem } from './checkRows';

/** Findings whose words are kept: a file where every row is wrong would fill the memory. */
const mostKept = 200_000;

/** Findings of a rule about the file as a whole whose words are kept. */
const mostOfFile = 20;

/** The findings of a file, by row. */
export class RowProblems {
  private readonly byRow = new Map<number, RowProblem[]>();
  private readonly rules = new Map<RuleId, RuleProblems>();
  private kept = 0;
  /** Findings that somebody let stand. */
  suppressed = 0;

  add({ finding, fixes }: FoundProblem): void {
    const { rule, severity, row, field, message, line, column, fixable, related } = finding;
    const known = this.rules.get(rule);
    const ofFile = known?.ofFile ?? [];
    this.rules.set(rule, {
      ...{ rule, title: catalogue[rule].title, severity: known?.severity ?? severity },
      count: (known?.count ?? 0) + 1,
      isFixable: fixable || known?.isFixable === true,
      ofFile: row === null && ofFile.length < mostOfFile ? [...ofFile, message] : ofFile,
    });
    if (row === null || this.kept >= mostKept) return;
    this.kept += 1;
    const problem = { rule, severity, field, message, line, column, fixes, related };
    const others = this.byRow.get(row);
    if (others === undefined) this.byRow.set(row, [problem]);
    else others.push(problem);
  }

  of(row: number): readonly RowProblem[] {
    return this.byRow.get(row) ?? [];
  }

  rulesOf(row: number): readonly RuleId[] {
    return this.of(row).map(({ rule }) => rule);
  }

  /** The most frequent first. */
  byRule(): readonly RuleProblems[] {
    return [...this.rules.values()].sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
  }
}

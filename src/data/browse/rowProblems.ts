import type { DatasetHead, RowProblem } from '../../protocol/datasetPage';
import type { RuleId, Severity } from '../../protocol/lint';
import { catalogue } from '../lint/catalogue';
import type { Found } from '../lint/found';

/** Findings whose words are kept: a file where every row is wrong would fill the memory. */
const mostKept = 200_000;

type ProblemCounts = NonNullable<DatasetHead['problems']>;

/** The findings of a file, by row. */
export class RowProblems {
  private readonly byRow = new Map<number, RowProblem[]>();
  private readonly counts = new Map<RuleId, { count: number; severity: Severity }>();
  private kept = 0;
  /** Findings that somebody let stand. */
  suppressed = 0;

  add({ finding }: Found): void {
    const { rule, severity, row, field, message, line } = finding;
    const known = this.counts.get(rule);
    if (known === undefined) this.counts.set(rule, { count: 1, severity });
    else known.count += 1;
    if (row === null || this.kept >= mostKept) return;
    this.kept += 1;
    const problem: RowProblem = { rule, severity, field, message, line };
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
  byRule(): ProblemCounts {
    return [...this.counts]
      .map(([rule, { count, severity }]) => {
        return { rule, severity, count, title: catalogue[rule].title };
      })
      .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
  }
}

import type { LintFinding, RuleId } from '../../../protocol/lint';
import type { Found } from '../found';
import { placedFinding } from './placedFinding';
import type { PlacedFound } from './rowLint';
import type { ChangedLines } from './textChange';

/** A finding about a row, where that row stands now; about the file as a whole: at its beginning. */
interface Moving {
  readonly found: Found;
  line: number;
  column: number;
  endLine: number;
  row: number | null;
}

/**
 * Findings that took all rows to find. Until they are looked for again, they move with their rows, and go when their row is
 * touched: what was said of it may no longer be so.
 */
export class MovingFindings {
  private findings: Moving[] = [];

  /** Puts findings in place of those there are; they are where the document says at this moment. */
  replace(all: readonly Found[]): void {
    this.findings = all.map((found) => {
      const { record } = found;
      const line = (record?.line ?? 1) - 1;
      const endLine = line + (record === null ? 0 : record.raw.split('\n').length - 1);
      return { found, line, column: (record?.column ?? 1) - 1, endLine, row: found.finding.row };
    });
  }

  /** Follows a change of the document. */
  apply(changed: ChangedLines): void {
    const lines = changed.newEndLine - changed.endLine;
    const columns = changed.newEndColumn - changed.endColumn;
    this.findings = this.findings.filter((each) => {
      if (each.found.record === null || each.endLine < changed.line) return true;
      const isBehind =
        each.line > changed.endLine ||
        (each.line === changed.endLine && each.column >= changed.endColumn);
      if (!isBehind) return false;
      if (each.line === changed.endLine) each.column += columns;
      each.line += lines;
      each.endLine += lines;
      return true;
    });
  }

  counts(): Readonly<Partial<Record<RuleId, number>>> {
    const counts: Partial<Record<RuleId, number>> = {};
    for (const { found } of this.findings) {
      const { rule } = found.finding;
      counts[rule] = (counts[rule] ?? 0) + 1;
    }
    return counts;
  }

  /** At most so many of each rule. */
  first(mostPerRule: number): readonly LintFinding[] {
    const counts: Partial<Record<RuleId, number>> = {};
    const first: LintFinding[] = [];
    for (const each of this.findings) {
      const { rule } = each.found.finding;
      const count = (counts[rule] ?? 0) + 1;
      counts[rule] = count;
      if (count <= mostPerRule) first.push(placedFinding(each.found, each, each.row));
    }
    return first;
  }

  /** Findings that are meant by `isMeant`, which is asked with lines from 0, both included. */
  select(isMeant: (rule: RuleId, line: number, endLine: number) => boolean): PlacedFound[] {
    return this.findings
      .filter(({ found, line, endLine }) => isMeant(found.finding.rule, line, endLine))
      .map((each) => ({
        found: each.found,
        finding: placedFinding(each.found, each, each.row),
        start: { line: each.line, column: each.column },
      }));
  }
}

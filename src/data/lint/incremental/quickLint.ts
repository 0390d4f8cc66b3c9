import type { LintFinding, RuleId } from '../../../protocol/lint';
import { foundInFile, foundInRow, type Found, type Placing } from '../found';
import type { LaterFinding } from '../laterFindings';
import type { LintContext } from '../rule';
import type { TextRow } from '../scan/textRow';
import type { FileSuppressions } from '../suppressions';
import { placedFinding } from './placedFinding';
import { quickFindings } from './quickRules';
import type { RowDigest } from './rowDigest';
import type { PlacedFound } from './rowLint';
import type { RowTable } from './rowTable';

/** What is known of a row beside its digest. */
interface Digested {
  readonly isRow: boolean;
  readonly digest: RowDigest | null;
}

interface QuickLintSetup {
  readonly table: () => RowTable<Digested>;
  readonly context: LintContext;
  readonly placing: Placing;
  readonly suppressions: FileSuppressions | undefined;
  /** Reads a row anew: findings are placed in few of the rows that have one. */
  readonly read: (at: number) => TextRow | null;
}

interface Judged {
  readonly findings: readonly LaterFinding[];
  readonly suppressed: number;
  /** Where each row stands in the table; rows count from 1. */
  readonly places: Int32Array;
}

/** The findings of the rules about whole datasets that keep up with every change of a document. */
export class QuickLint {
  private judged: Judged | null = null;

  constructor(private readonly setup: QuickLintSetup) {}

  /** Rows have changed. */
  forget(): void {
    this.judged = null;
  }

  /** Adds to `counts` and `findings`, at most so many of a rule; returns how many findings are suppressed. */
  report(
    mostPerRule: number,
    counts: Partial<Record<RuleId, number>>,
    findings: LintFinding[],
  ): number {
    const judged = this.judge();
    for (const later of judged.findings) {
      const count = (counts[later.rule] ?? 0) + 1;
      counts[later.rule] = count;
      if (count > mostPerRule) continue;
      const placed = this.place(later, judged.places);
      if (placed !== null) findings.push(placed.finding);
    }
    return judged.suppressed;
  }

  /** Findings that are meant by `isMeant`, which is asked with lines from 0, both included. */
  select(isMeant: (rule: RuleId, line: number, endLine: number) => boolean): PlacedFound[] {
    const { findings, places } = this.judge();
    const table = this.setup.table();
    return findings.flatMap((later) => {
      const at = later.row === null ? -1 : (places[later.row] ?? -1);
      const [line, endLine] = at < 0 ? [0, 0] : [table.line(at), table.endLine(at)];
      const placed = isMeant(later.rule, line, endLine) ? this.place(later, places) : null;
      return placed === null ? [] : [placed];
    });
  }

  private judge(): Judged {
    if (this.judged !== null) return this.judged;
    const { context, placing, suppressions } = this.setup;
    const table = this.setup.table();
    const places = new Int32Array(table.count + 1);
    let count = 0;
    for (let at = 0; at < table.count; at += 1) {
      if (table.known[at]?.isRow !== true) continue;
      count += 1;
      places[count] = at;
    }
    const rows = {
      count,
      digest: (row: number) => table.known[places[row] ?? 0]?.digest ?? null,
      line: (row: number) => table.line(places[row] ?? 0) + 1,
    };
    const all = quickFindings(rows, context, placing.settings);
    const findings = all.filter(({ rule, row: about }) => {
      if (suppressions?.concerns(rule) !== true) return true;
      const raw = about === null ? null : (this.read(places, about)?.record.raw ?? null);
      return suppressions.reasonOf(rule, raw) === null;
    });
    this.judged = { findings, suppressed: all.length - findings.length, places };
    return this.judged;
  }

  private place({ rule, row, finding }: LaterFinding, places: Int32Array): PlacedFound | null {
    const { placing } = this.setup;
    if (row === null) {
      const found: Found = foundInFile(rule, finding, placing.settings);
      return { found, finding: found.finding, start: { line: 0, column: 0 } };
    }
    const text = this.read(places, row);
    if (text === null) return null;
    const found = foundInRow(rule, finding, text, placing);
    const start = this.setup.table().range(places[row] ?? 0);
    return { found, finding: placedFinding(found, start, row), start };
  }

  private read(places: Int32Array, row: number): TextRow | null {
    return this.setup.read(places[row] ?? 0);
  }
}

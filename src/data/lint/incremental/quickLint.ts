import type { LintFinding, RuleId } from '../../../protocol/lint';
import { foundInFile, foundInRow, type Found, type Placing } from '../found';
import type { LaterFinding } from '../laterFindings';
import type { LintContext } from '../rule';
import type { TextRow } from '../scan/textRow';
import type { FileSuppressions } from '../suppressions';
import { placedFinding } from './placedFinding';
import { quickFindings } from './quickRules';
import type { RowDigests } from './rowDigests';
import type { PlacedFound } from './rowLint';
import type { RowTable } from './rowTable';

/** What is known of a row beside its findings; another object for each row that has a digest. */
interface Digested {
  readonly isRow: boolean;
  /** -1: none. */
  readonly digest: number;
}

interface QuickLintSetup {
  readonly table: () => RowTable<Digested>;
  readonly digests: RowDigests;
  readonly context: LintContext;
  readonly placing: Placing;
  readonly suppressions: FileSuppressions | undefined;
  /** Reads rows anew, by their number in the table: findings are placed in few of the rows that have one. */
  readonly read: (rows: readonly number[]) => ReadonlyMap<number, TextRow>;
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
  /** Rows that were read, as long as they stay what they are: the same ones are shown key after key. */
  private readonly texts = new WeakMap<Digested, TextRow>();

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
    const shown = judged.findings.filter(({ rule }) => {
      const count = (counts[rule] ?? 0) + 1;
      counts[rule] = count;
      return count <= mostPerRule;
    });
    for (const { finding } of this.place(shown, judged.places)) findings.push(finding);
    return judged.suppressed;
  }

  /** Findings that are meant by `isMeant`, which is asked with lines from 0, both included. */
  select(isMeant: (rule: RuleId, line: number, endLine: number) => boolean): PlacedFound[] {
    const { findings, places } = this.judge();
    const table = this.setup.table();
    const meant = findings.filter(({ rule, row }) => {
      const at = row === null ? -1 : (places[row] ?? -1);
      return at < 0 ? isMeant(rule, 0, 0) : isMeant(rule, table.line(at), table.endLine(at));
    });
    return this.place(meant, places);
  }

  private judge(): Judged {
    if (this.judged !== null) return this.judged;
    const { context, placing, suppressions, digests } = this.setup;
    const table = this.setup.table();
    const [places, digestOf] = [new Int32Array(table.count + 1), new Int32Array(table.count + 1)];
    let count = 0;
    for (let at = 0; at < table.count; at += 1) {
      const known = table.known[at];
      if (known?.isRow !== true) continue;
      count += 1;
      places[count] = at;
      digestOf[count] = known.digest;
    }
    const line = (row: number): number => table.line(places[row] ?? 0) + 1;
    const rows = { digestOf: digestOf.subarray(0, count + 1), digests, line };
    const all = quickFindings(rows, context, placing.settings);
    const judged = { suppressed: 0, places, findings: all };
    const concerned = all.filter(({ rule }) => suppressions?.concerns(rule) === true);
    if (suppressions !== undefined && concerned.length > 0) {
      const texts = this.read(concerned, places);
      const suppressed = new Set(
        concerned.filter(({ rule, row }) => {
          const raw = row === null ? null : (texts.get(row)?.record.raw ?? null);
          return suppressions.reasonOf(rule, raw) !== null;
        }),
      );
      judged.findings = all.filter((later) => !suppressed.has(later));
      judged.suppressed = suppressed.size;
    }
    this.judged = judged;
    return judged;
  }

  private place(laters: readonly LaterFinding[], places: Int32Array): PlacedFound[] {
    const { placing } = this.setup;
    const table = this.setup.table();
    const texts = this.read(laters, places);
    return laters.flatMap(({ rule, row, finding }) => {
      if (row === null) {
        const found: Found = foundInFile(rule, finding, placing.settings);
        return [{ found, finding: found.finding, start: { line: 0, column: 0 } }];
      }
      const text = texts.get(row);
      if (text === undefined) return [];
      const found = foundInRow(rule, finding, text, placing);
      const start = table.range(places[row] ?? 0);
      return [{ found, finding: placedFinding(found, start, row), start }];
    });
  }

  /** The texts of the rows that findings are about, by row. */
  private read(laters: readonly LaterFinding[], places: Int32Array): ReadonlyMap<number, TextRow> {
    const { known } = this.setup.table();
    const texts = new Map<number, TextRow>();
    const unread = new Map<number, number>();
    for (const { row } of laters) {
      if (row === null) continue;
      const at = places[row] ?? 0;
      const text = known[at] === undefined ? undefined : this.texts.get(known[at]);
      if (text === undefined) unread.set(at, row);
      else texts.set(row, text);
    }
    if (unread.size === 0) return texts;
    for (const [at, text] of this.setup.read([...unread.keys()])) {
      texts.set(unread.get(at) ?? 0, text);
      const own = known[at];
      if (own !== undefined && own.digest >= 0) this.texts.set(own, text);
    }
    return texts;
  }
}

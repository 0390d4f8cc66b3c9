import type { LintFinding, RuleId } from '../../../protocol/lint';
import { partsOf } from '../../schemas/partsOf';
import type { DetectedSchema } from '../../schemas/schema';
import { rowChecker } from '../checkRow';
import type { Found } from '../found';
import { ReadRow } from '../lintedRow';
import type { LintRequest } from '../lintRequest';
import type { RowSyntax } from '../place/rowText';
import { rowStringsReader } from '../rowStrings';
import { quickRuleIds } from '../catalogue';
import { rowRules } from '../ruleTable';
import { contextOf } from '../schemaSampler';
import type { TextRow } from '../scan/textRow';
import { IncrementalRows } from './incrementalRows';
import { placedFinding } from './placedFinding';
import { prepareDocument, syntaxOfDocument } from './prepareDocument';
import type { PreparedDocument } from './prepareDocument';
import type { ScanRows } from './updateRows';
import { QuickLint } from './quickLint';
import { rowAt, rowsAt, type Place } from './rowAt';
import { RowDigests } from './rowDigests';
import { scanDocument } from './scanDocument';
import type { TextChange } from './textChange';

/** What a row by itself told. */
interface RowLook {
  /** False for a header, a blank line, stray characters. */
  readonly isRow: boolean;
  readonly found: readonly Found[];
  /** Findings that were let stand. */
  readonly suppressed: number;
  /** Number of its digest; -1: no rule needs one, or the row cannot be read. */
  readonly digest: number;
}

const nothing: readonly Found[] = [];
const cleanRow: RowLook = { isRow: true, found: nothing, suppressed: 0, digest: -1 };
const cleanOther: RowLook = { ...cleanRow, isRow: false };

/** A finding of an open document, and the text of its row that it was found in. */
export interface PlacedFound {
  readonly found: Found;
  readonly finding: LintFinding;
  /** Where the row's text begins; lines and columns from 0. */
  readonly start: { readonly line: number; readonly column: number };
}

/** A row, and how it is to be understood. */
export interface RowAtPlace {
  readonly values: TextRow['values'] & object;
  readonly schema: DetectedSchema;
}

/** What is asked of an open document; see LintRequest. */
export type DocumentRequest = Omit<LintRequest, 'onFinding' | 'onProgress' | 'signal'>;

export interface RowReport {
  readonly rows: number;
  readonly schema: DetectedSchema | null;
  /** In the order of lines, at most so many of a rule as were asked for. */
  readonly findings: readonly LintFinding[];
  readonly counts: Readonly<Partial<Record<RuleId, number>>>;
  /** Findings that were let stand. */
  readonly suppressed: number;
}

/**
 * The findings of an open document by rules about single rows, and by those about all rows that need little of each: brought up
 * to date with each change by looking at the rows it touches.
 */
export class RowLint {
  private readonly document: IncrementalRows<RowLook>;
  private prepared: PreparedDocument | null;
  /** Null: no rule about all rows is asked for. */
  private quick: QuickLint | null = null;

  constructor(
    private readonly lines: string[],
    private request: DocumentRequest,
  ) {
    this.prepared = prepareDocument(lines, request);
    this.document = new IncrementalRows(lines, this.scan());
  }

  get isComplete(): boolean {
    return this.document.isComplete;
  }

  /** How rows are written; null: that is not known. */
  get syntax(): RowSyntax | null {
    return this.prepared === null ? null : syntaxOfDocument(this.prepared);
  }

  /** Whether rows are the elements of a JSON list. */
  get isList(): boolean {
    return this.prepared?.scan.layout.format === 'json';
  }

  apply(changes: readonly TextChange[]): void {
    this.quick?.forget();
    this.document.apply(changes);
  }

  lookUntil(isTimeUp: () => boolean): boolean {
    if (!this.isComplete) this.quick?.forget();
    return this.document.lookUntil(isTimeUp);
  }

  /** Looks at all rows again where the request is another now, or the first rows tell something else. True when so. */
  prepareAgain(request: DocumentRequest = this.request): boolean {
    const prepared = prepareDocument(this.lines, request);
    const isSame =
      request === this.request && JSON.stringify(this.prepared) === JSON.stringify(prepared);
    if (isSame) return false;
    this.request = request;
    this.prepared = prepared;
    this.document.restart(this.scan());
    return true;
  }

  report(mostPerRule: number): RowReport {
    const counts: Partial<Record<RuleId, number>> = {};
    const findings: LintFinding[] = [];
    let [rows, suppressed] = [0, 0];
    const table = this.document.rows;
    for (let at = 0; at < table.count; at += 1) {
      const known = table.known[at] ?? cleanOther;
      if (known.isRow) rows += 1;
      suppressed += known.suppressed;
      for (const found of known.found) {
        const { rule } = found.finding;
        const count = (counts[rule] ?? 0) + 1;
        counts[rule] = count;
        if (count <= mostPerRule)
          findings.push(placedFinding(found, table.range(at), known.isRow ? rows : null));
      }
    }
    suppressed += this.quick?.report(mostPerRule, counts, findings) ?? 0;
    const schema = rows === 0 ? null : (this.prepared?.schema ?? null);
    return { rows, schema, findings, counts, suppressed };
  }

  /** Findings that are meant by `isMeant`, which is asked with lines from 0, both included. */
  select(isMeant: (rule: RuleId, line: number, endLine: number) => boolean): PlacedFound[] {
    const selected: PlacedFound[] = [];
    let rows = 0;
    const table = this.document.rows;
    for (let at = 0; at < table.count; at += 1) {
      const known = table.known[at] ?? cleanOther;
      if (known.isRow) rows += 1;
      for (const found of known.found) {
        const range = table.range(at);
        if (!isMeant(found.finding.rule, range.line, range.endLine)) continue;
        const finding = placedFinding(found, range, known.isRow ? rows : null);
        selected.push({ found, finding, start: { line: range.line, column: range.column } });
      }
    }
    return [...selected, ...(this.quick?.select(isMeant) ?? [])];
  }

  /** The values of the row at a place; null: there is no row that can be read. */
  rowAt(place: Place): RowAtPlace | null {
    const text = this.read(place);
    if (this.prepared === null || text?.values == null || text.row === null) return null;
    return { values: text.values, schema: this.prepared.schema };
  }

  /** The text of the row at a place, whether it can be read or not; null: there is none. */
  textAt(place: Place): string | null {
    return this.read(place)?.record.raw ?? null;
  }

  private read(place: Place): TextRow | null {
    if (this.prepared === null) return null;
    return rowAt(this.lines, this.prepared.scan, this.document.rows, place);
  }

  private scan(): ScanRows<RowLook> {
    const { prepared, request } = this;
    if (prepared === null) return () => [];
    const { schema } = prepared;
    const syntax = syntaxOfDocument(prepared);
    const placing = { path: request.source.path, syntax, settings: request.settings };
    const context = contextOf(request, schema);
    const check = rowChecker(context, rowRules, placing);
    const reading = { schema, parts: partsOf, strings: rowStringsReader() };
    const isQuick = quickRuleIds.some((id) => request.settings.rules.has(id));
    const digests = isQuick ? new RowDigests(context) : null;
    this.quick =
      digests === null
        ? null
        : new QuickLint({
            ...{ table: () => this.document.rows, digests, context, placing },
            suppressions: request.suppressions,
            read: (rows) => rowsAt(this.lines, prepared.scan, this.document.rows, rows),
          });
    const look = (text: TextRow): RowLook => {
      const { row, values, record } = text;
      const read =
        row === null || values === null ? null : new ReadRow(row, record.line, values, reading);
      const all = check(text, read);
      const digested = digests === null || read === null ? -1 : digests.add(read);
      if (all.length === 0) {
        if (digested >= 0) return { ...cleanRow, digest: digested };
        return row === null ? cleanOther : cleanRow;
      }
      const found = all.filter(
        ({ finding }) =>
          (request.suppressions?.reasonOf(finding.rule, record.raw) ?? null) === null,
      );
      return {
        isRow: row !== null,
        found,
        suppressed: all.length - found.length,
        digest: digested,
      };
    };
    return scanDocument(this.lines, prepared.scan, look);
  }
}

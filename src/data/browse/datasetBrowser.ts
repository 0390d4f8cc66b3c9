import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  noFilter,
  type DatasetHead,
  type RowFilter,
  type RowOrder,
  type RowView,
  type ToDatasetPage,
} from '../../protocol/datasetPage';
import { UserError } from '../../protocol/errors';
import type { DataSource } from '../../protocol/runConfig';
import { lintFile } from '../lint/lintFile';
import { allRules, type RuleSettings } from '../lint/ruleSettings';
import { openScan, scanFile, type FileScan } from '../lint/scan/openScan';
import type { TextRow } from '../lint/scan/textRow';
import { suppressionsOf } from '../lint/suppressedFindings';
import { thresholdsWith } from '../lint/thresholds';
import { detectSchema } from '../schemas/detectSchema';
import { schemaNames, type DetectedSchema, type SchemaName } from '../schemas/schema';
import { ColumnStatistics } from './columnStatistics';
import { readRowsAt, type IndexedFile } from './readRowsAt';
import { RowIndex } from './rowIndex';
import { RowProblems } from './rowProblems';
import { findRows, type ViewRows } from './rowView';
import { rowDetail, shownRow } from './shownRow';
import { rowTokensOf, type RowModel } from './tokenPieces';

/** Files up to this size are checked as soon as they are open; larger ones when asked. */
const checkedAtOnceBytes = 50e6;

/** The page hears of progress so often. */
const tellEveryMs = 250;

/** Rows that tell the schema. */
const schemaRows = 1_000;

/** Rows of one answer: a screen has far fewer. */
const mostAtOnce = 500;

export interface BrowserOptions {
  readonly source: DataSource;
  readonly schemaName: SchemaName | null;
  readonly rules?: RuleSettings;
  /** Whose tokens the side panel shows; null: no run config names the file. */
  readonly model: RowModel | null;
  readonly send: (message: ToDatasetPage) => void;
}

/** A data file being looked at: what it holds, the rows a filter leaves, and what is wrong with them. */
export class DatasetBrowser {
  private readonly stopped = new AbortController();
  private searching = new AbortController();
  private readonly index = new RowIndex();
  private readonly statistics = new ColumnStatistics();
  private problems: RowProblems | null = null;
  private file: IndexedFile | null = null;
  private sample: TextRow[] = [];
  private schema: DetectedSchema | null = null;
  private bytes = 0;
  private done = 0;
  private checked = 0;
  private checking: Promise<void> | null = null;
  private toldAt = 0;
  private version = 1;
  private filter: RowFilter = noFilter;
  private order: RowOrder | null = null;
  private view: ViewRows = { rows: null, done: 1, note: null };

  private readonly tokensOf: ReturnType<typeof rowTokensOf> | null;

  constructor(private readonly options: BrowserOptions) {
    this.tokensOf = options.model === null ? null : rowTokensOf(options.model);
  }

  /**
   * Shows the first rows at once, then reads the file to its end for the figures, then checks it.
   * @throws UserError when it cannot be opened
   */
  async open(): Promise<void> {
    const { source } = this.options;
    const scan = await openScan(source);
    this.bytes = (await stat(source.path)).size;
    if (scan.type !== 'rows') throw unreadable(source.path, scan);
    await this.readAll(source, scan);
    if (this.bytes <= checkedAtOnceBytes) await this.check();
  }

  /** All that the page needs to draw itself. */
  sendSnapshot(): void {
    this.options.send({ type: 'snapshot', head: this.head(), view: this.rowView() });
  }

  /** Answers with the rows of the view from place `at` on; nothing when the view has changed since. */
  async sendRows(version: number, at: number, count: number): Promise<void> {
    const { file } = this;
    if (file === null || version !== this.version) return;
    const length = Math.min(count, mostAtOnce, Math.max(0, this.rowCount() - at));
    const { rows } = this.view;
    const wanted = Array.from({ length }, (_, index) => rows?.[at + index] ?? at + index + 1);
    const read = await readRowsAt(file, wanted, this.stopped.signal);
    if (version !== this.version) return;
    const columns = this.columns();
    const shown = wanted.flatMap((row) => {
      const text = read.get(row);
      return text === undefined ? [] : [shownRow(text, columns, this.problems?.of(row) ?? [])];
    });
    this.options.send({ type: 'rows', version, at, rows: shown });
  }

  async sendDetail(row: number): Promise<void> {
    if (this.file === null) return;
    const read = await readRowsAt(this.file, [row], this.stopped.signal);
    const text = read.get(row);
    if (text === undefined) return;
    const problems = this.problems?.of(row) ?? [];
    const detail = rowDetail(text, this.schema, problems, this.tokensOf);
    this.options.send({ type: 'detail', detail });
  }

  /** Shows other rows, or the same in another order. */
  async setView(filter: RowFilter, order: RowOrder | null): Promise<void> {
    this.searching.abort();
    this.searching = new AbortController();
    const { signal } = this.searching;
    [this.filter, this.order] = [filter, order];
    this.version += 1;
    if (this.file === null) return;
    this.view = { rows: new Uint32Array(0), done: 0, note: null };
    this.sendView();
    const byNumber =
      this.statistics.facts().find(({ name }) => name === order?.column)?.type === 'number';
    try {
      const found = await findRows(this.file, {
        filter,
        order,
        byNumber,
        rulesOf: (row) => this.problems?.rulesOf(row) ?? [],
        signal: AbortSignal.any([signal, this.stopped.signal]),
        onPart: (part) => {
          // note: what is to be sorted is shown when it is.
          this.view = order === null ? part : { ...part, rows: new Uint32Array(0) };
          this.sendView();
        },
      });
      this.view = found;
      this.sendView();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** Takes the rows for another schema, or recognises it again. */
  async setSchema(name: SchemaName | null): Promise<void> {
    this.schema = this.detect(name);
    this.sendHead();
    if (this.checking !== null || this.problems !== null) await this.check();
  }

  /** Checks all rows by the rules; the page hears of problems as they are found. */
  async check(): Promise<void> {
    await this.checking;
    this.checking = this.checkNow().finally(() => (this.checking = null));
    return this.checking;
  }

  dispose(): void {
    this.stopped.abort();
    this.searching.abort();
  }

  private async readAll(
    source: DataSource,
    scan: Extract<FileScan, { type: 'rows' }>,
  ): Promise<void> {
    await scanFile(source, scan, (text) => this.see(text), {
      signal: this.stopped.signal,
      begin: (begun) => {
        const { index } = this;
        const columns = (): readonly string[] => {
          const syntax = begun.syntax();
          return syntax.type === 'table' ? syntax.columns : [];
        };
        // note: a table's columns are known only once its first rows have come.
        this.file = {
          source,
          scan,
          index,
          get columns() {
            return columns();
          },
        };
      },
      onProgress: (done) => {
        this.done = done * 0.999;
        this.schema ??= this.detect(this.options.schemaName);
        this.tellSometimes();
      },
    });
    this.done = 1;
    this.schema ??= this.detect(this.options.schemaName);
    this.sendHead();
    this.sendView();
  }

  private see(text: TextRow): void {
    const { row, record, values } = text;
    if (row === null) return;
    this.index.see({ row, line: record.line, start: record.start });
    if (values !== null) this.statistics.see(values);
    if (this.sample.length < schemaRows) this.sample.push(text);
  }

  private detect(name: SchemaName | null): DetectedSchema {
    const known = this.sample.flatMap(({ values }) => (values === null ? [] : [{ values }]));
    return detectSchema(known, { name, fields: { text: null, label: null } });
  }

  private async checkNow(): Promise<void> {
    const { source, rules = allRules } = this.options;
    const problems = new RowProblems();
    this.problems = problems;
    this.checked = 0;
    await lintFile({
      source,
      choice: { name: this.schema?.name ?? null, fields: { text: null, label: null } },
      settings: rules,
      thresholds: thresholdsWith({}),
      declaredLabels: null,
      shuffles: null,
      tokens: null,
      suppressions: suppressionsOf(source.path),
      signal: this.stopped.signal,
      onFinding: ({ finding }) => problems.add(finding),
      onProgress: (done) => {
        this.checked = done * 0.999;
        this.tellSometimes();
      },
    });
    this.checked = 1;
    this.sendHead();
    // Rows on screen get their marks, and a filter by problem its rows.
    await this.setView(this.filter, this.order);
  }

  private tellSometimes(): void {
    if (performance.now() - this.toldAt < tellEveryMs) return;
    this.toldAt = performance.now();
    this.sendHead();
    if (this.view.rows === null) this.sendView();
  }

  private sendHead(): void {
    this.options.send({ type: 'head', head: this.head() });
  }

  private sendView(): void {
    this.options.send({ type: 'view', view: this.rowView() });
  }

  private rowCount(): number {
    return this.view.rows?.length ?? this.index.rows;
  }

  private columns(): readonly string[] {
    const ofTable = this.file?.columns ?? [];
    return ofTable.length > 0 ? ofTable : this.statistics.names();
  }

  private rowView(): RowView {
    const { version, filter, order, view } = this;
    return { version, filter, order, rows: this.rowCount(), done: view.done, note: view.note };
  }

  private head(): DatasetHead {
    const { source } = this.options;
    return {
      name: path.basename(source.path),
      path: source.path,
      bytes: this.bytes,
      rows: this.index.rows,
      done: this.done,
      schema: this.schema,
      schemaNames,
      columns: this.statistics.facts(),
      problems: this.problems === null ? null : this.problems.byRule(),
      checked: this.problems === null ? 0 : this.checked,
      uses: [],
    };
  }
}

function unreadable(file: string, scan: Exclude<FileScan, { type: 'rows' }>): UserError {
  return scan.type === 'empty'
    ? new UserError('The file is empty.', { place: { file }, next: 'Add rows to it.' })
    : new UserError(`This is ${scan.what} and not text.`, {
        place: { file },
        next: 'Unpack or convert it.',
      });
}

import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import {
  noFilter,
  type DatasetHead,
  type RowFilter,
  type RowOrder,
  type RowView,
  type ToDatasetPage,
} from '../../protocol/datasetPage';
import { schemaNames, type DetectedSchema, type SchemaChoice } from '../schemas/schema';
import type { SchemaName } from '../schemas/schema';
import { DatasetCheck } from './datasetCheck';
import { DatasetReading } from './datasetReading';
import type { HowToShow } from './howToShow';
import { readRowsAt } from './readRowsAt';
import { findRows, type ViewRows } from './rowView';
import { rowDetail, shownRow } from './shownRow';
import { rowTokensOf } from './tokenPieces';

/** Files up to this size are checked as soon as they are open; larger ones when asked. */
const checkedAtOnceBytes = 50e6;

/** The page hears of progress so often. */
const tellEveryMs = 250;

/** The check waits so long for the first rows to be asked for. */
const firstRowsMs = 300;

/** Rows of one answer: a screen has far fewer. */
const mostAtOnce = 500;

/** Which rows are shown, and how. */
type Chosen = Pick<RowView, 'filter' | 'order'>;

export interface BrowserOptions extends HowToShow {
  /** Of the first view: higher than any that the page has seen. */
  readonly firstVersion: number;
  readonly send: (message: ToDatasetPage) => void;
}

/** A data file being looked at: what it holds, the rows a filter leaves, and what is wrong with them. */
export class DatasetBrowser {
  private readonly stopped = new AbortController();
  private searching = new AbortController();
  private readonly reading: DatasetReading;
  private readonly checks = new DatasetCheck(this.stopped.signal, () => this.tellSometimes());
  private readonly readingStop = new AbortController();
  private schema: DetectedSchema | null = null;
  /** What the user chose on the page; undefined: nothing. */
  private schemaName: SchemaName | null | undefined;
  private toldAt = 0;
  /** A view was asked for before the file was open. */
  private isViewDue = false;
  private filter: RowFilter = noFilter;
  private order: RowOrder | null = null;
  private view: ViewRows = { rows: null, done: 1, note: null };
  /** The last view that was found to its end, to go back to. */
  private before: Chosen & { readonly view: ViewRows } = {
    ...{ filter: this.filter, order: this.order, view: this.view },
  };
  private tokensOf: ReturnType<typeof rowTokensOf> | null = null;
  private shown: HowToShow;
  private haveFirstRows: () => void = () => undefined;
  private readonly firstRows = new Promise<void>((resolve) => (this.haveFirstRows = resolve));
  private readonly send: BrowserOptions['send'];
  /** Of the present view. */
  version: number;

  constructor({ firstVersion, send, ...shown }: BrowserOptions) {
    this.reading = new DatasetReading(shown.source);
    [this.version, this.send, this.shown] = [firstVersion, send, shown];
    this.showAs(shown);
  }

  /**
   * Shows the first rows at once, then reads the file to its end for the figures, then checks it.
   * @throws UserError when it cannot be opened
   */
  async open(): Promise<void> {
    const signal = AbortSignal.any([this.stopped.signal, this.readingStop.signal]);
    const onProgress = (): void => {
      if (this.reading.index.rows > 0) this.schema ??= this.reading.schema(this.choice());
      this.tellSometimes();
    };
    try {
      await this.reading.read(signal, onProgress);
    } catch (error) {
      if (!this.isStopped()) throw error;
    }
    // note: the first guess may have been made from fewer rows.
    this.schema = this.reading.schema(this.choice());
    this.sendHead();
    if (this.isViewDue) await this.setView(this.filter, this.order);
    else this.sendView();
    // note: a check takes its time, and all of the thread where it has none of its own; whoever looks sees rows first.
    await Promise.race([this.firstRows, after(firstRowsMs, null, { signal: this.stopped.signal })]);
    const isWanted = this.shown.isCheckedAtOnce && !this.isStopped();
    if (isWanted && this.reading.bytes <= checkedAtOnceBytes) await this.check();
  }

  /** Gives up what takes long at the moment; what is known by then stays, except for problems. */
  stop(): void {
    if (this.reading.done < 1) this.readingStop.abort();
    else if (this.checks.problems !== null && this.checks.share < 1) this.checks.forget();
    this.searching.abort();
    this.sendHead();
    if (this.view.done < 1 && this.order !== null) {
      this.goBack();
      return;
    }
    if (this.view.done < 1) {
      const note = 'Stopped: these are the rows found until then.';
      this.view = { ...this.view, done: 1, note };
    }
    this.sendView();
  }

  /** Rows that are not sorted to the end have no order to be shown in. */
  private goBack(): void {
    const given = { filter: this.filter, order: this.order };
    [this.filter, this.order, this.isViewDue] = [this.before.filter, this.before.order, false];
    this.view = { ...this.before.view, note: 'Stopped: the rows are as they were before.' };
    this.version += 1;
    this.send({ type: 'back', given, view: this.rowView() });
  }

  /** Reads rows and checks them otherwise from now on: settings, suppressions or the run config have changed. */
  async change(shown: HowToShow): Promise<void> {
    this.showAs(shown);
    if (this.schema === null) return;
    this.schema = this.reading.schema(this.choice());
    this.sendHead();
    // note: what is still being read is checked when it has been read.
    if (this.reading.done < 1) return;
    const isChecked = this.checks.problems !== null || this.reading.bytes <= checkedAtOnceBytes;
    if (shown.isCheckedAtOnce && isChecked) await this.check();
    if (!shown.isCheckedAtOnce) await this.forgetProblems();
  }

  /** All that the page needs to draw itself. */
  sendSnapshot(): void {
    this.send({ type: 'snapshot', head: this.head(), view: this.rowView() });
  }

  /** Answers with the rows of the view from place `at` on; nothing when the view has changed since. */
  async sendRows(version: number, at: number, count: number): Promise<void> {
    const { file } = this.reading;
    if (file === null || version !== this.version) return;
    const length = Math.min(count, mostAtOnce, Math.max(0, this.rowCount() - at));
    const { rows } = this.view;
    const wanted = Array.from({ length }, (_, index) => rows?.[at + index] ?? at + index + 1);
    const read = await readRowsAt(file, wanted, this.stopped.signal);
    if (version !== this.version) return;
    const columns = this.reading.columns();
    const shown = wanted.flatMap((row) => {
      const text = read.get(row);
      return text === undefined ? [] : [shownRow(text, columns, this.problemsOf(row))];
    });
    this.send({ type: 'rows', version, at, rows: shown });
    this.haveFirstRows();
  }

  async sendDetail(row: number): Promise<void> {
    const { file } = this.reading;
    if (file === null) return;
    const read = await readRowsAt(file, [row], this.stopped.signal);
    const text = read.get(row);
    if (text === undefined) return;
    const detail = rowDetail(text, this.schema, this.problemsOf(row), this.tokensOf);
    this.send({ type: 'detail', detail });
  }

  /** Shows other rows, or the same in another order. */
  async setView(filter: RowFilter, order: RowOrder | null): Promise<void> {
    this.searching.abort();
    this.searching = new AbortController();
    const { signal } = this.searching;
    if (this.view.done === 1)
      this.before = { filter: this.filter, order: this.order, view: this.view };
    [this.filter, this.order] = [filter, order];
    this.version += 1;
    const { file, statistics } = this.reading;
    this.view = { rows: new Uint32Array(0), done: 0, note: null };
    this.sendView();
    this.isViewDue = file === null;
    if (file === null) return;
    const byNumber = order !== null && statistics.readsAsNumbers(order.column);
    try {
      const found = await findRows(file, {
        ...{ filter, order, byNumber },
        rulesOf: (row) => this.checks.problems?.rulesOf(row) ?? [],
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
    this.schemaName = name;
    this.schema = this.reading.schema(this.choice());
    this.sendHead();
    if (this.checks.problems !== null) await this.check();
  }

  /** Checks all rows by the rules; the page hears of problems as they are found. */
  async check(): Promise<void> {
    await this.checks.run(this.shown.check, this.choice());
    this.sendHead();
    // Rows on screen get their marks, and a filter by problem its rows.
    await this.setView(this.filter, this.order);
  }

  dispose(): void {
    this.stopped.abort();
    this.searching.abort();
  }

  private showAs(shown: HowToShow): void {
    this.shown = shown;
    this.tokensOf = shown.model === null ? null : rowTokensOf(shown.model);
  }

  private choice(): SchemaChoice {
    const { name, fields } = this.shown.choice;
    return { name: this.schemaName === undefined ? name : this.schemaName, fields };
  }

  /** Whether reading was given up before the end. */
  private isStopped(): boolean {
    return this.readingStop.signal.aborted && !this.stopped.signal.aborted;
  }

  private async forgetProblems(): Promise<void> {
    this.checks.forget();
    this.sendHead();
    await this.setView(this.filter, this.order);
  }

  private problemsOf(row: number): ReturnType<NonNullable<DatasetCheck['problems']>['of']> {
    return this.checks.problems?.of(row) ?? [];
  }

  private tellSometimes(): void {
    if (performance.now() - this.toldAt < tellEveryMs) return;
    this.toldAt = performance.now();
    this.sendHead();
    if (this.view.rows === null) this.sendView();
  }

  private sendHead(): void {
    this.send({ type: 'head', head: this.head() });
  }

  private sendView(): void {
    this.send({ type: 'view', view: this.rowView() });
  }

  private rowCount(): number {
    return this.view.rows?.length ?? this.reading.index.rows;
  }

  private rowView(): RowView {
    const { version, filter, order, view } = this;
    const note = view.note ?? this.reading.brokenOff;
    return { version, filter, order, rows: this.rowCount(), done: view.done, note };
  }

  private head(): DatasetHead {
    const { source } = this.shown;
    const { bytes, index, done } = this.reading;
    const { problems, share, tokens } = this.checks;
    return {
      name: path.basename(source.path),
      path: source.path,
      bytes,
      rows: index.rows,
      done,
      isStopped: this.isStopped(),
      schema: this.schema,
      schemaNames,
      columns: this.reading.columnFacts(),
      problems: problems === null ? null : problems.byRule(),
      suppressed: problems === null ? 0 : problems.suppressed,
      checked: problems === null ? 0 : share,
      tokens,
      uses: { configs: [], runs: [] },
    };
  }
}

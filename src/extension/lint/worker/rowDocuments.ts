import { RowLint } from '../../../data/lint/incremental/rowLint';
import { rowHash } from '../../../data/lint/suppressedFindings';
import type { TextChange } from '../../../data/lint/incremental/textChange';
import { assertNever } from '../../../protocol/assertNever';
import type { FileFindings, FromLintWorker, LintAnswer, DocumentQuestion } from '../lintMessages';
import type { LintSetup } from '../lintSetup';
import { answerFromFindings } from './answerFixes';
import { addLines, applyChange } from '../../../data/lint/incremental/textChange';
import type { LintDocuments } from './lintDocuments';
import { isDataset, requestOf } from './lintRequest';
import { rowLoss } from './rowLoss';
import { isSame } from './sameFindings';

/** How long rows are looked at before a change may come in between. */
const portionMs = 10;
/** After so long without a change, the first rows are asked again what the file is. */
const settleMs = 400;

interface RowDocument {
  readonly lines: string[];
  setup: LintSetup;
  version: number;
  /** Null: its lines are still coming. */
  lint: RowLint | null;
  settle: NodeJS.Timeout | null;
  /** What was posted last. */
  posted: FileFindings | null;
}

/** Open documents whose rows are checked as they are typed. */
export class RowDocuments implements LintDocuments {
  private readonly documents = new Map<string, RowDocument>();
  private isRunning = false;

  constructor(private readonly post: (message: FromLintWorker) => void) {}

  open(path: string, setup: LintSetup): void {
    this.close(path);
    const document = { lines: [], setup, version: 0, lint: null, settle: null, posted: null };
    this.documents.set(path, document);
  }

  addLines(path: string, text: string): void {
    addLines(this.documents.get(path)?.lines ?? [], text);
  }

  opened(path: string, version: number): void {
    const document = this.documents.get(path);
    if (document === undefined) return;
    document.version = version;
    document.lint = new RowLint(document.lines, requestOf(document.setup, 'row'));
    this.run();
  }

  change(path: string, version: number, changes: readonly TextChange[]): void {
    const document = this.documents.get(path);
    if (document === undefined) return;
    document.version = version;
    if (document.lint === null) {
      for (const change of changes) applyChange(document.lines, change);
      return;
    }
    document.lint.apply(changes);
    if (document.settle !== null) clearTimeout(document.settle);
    document.settle = setTimeout(() => {
      if (document.lint?.prepareAgain() === true) this.run();
    }, settleMs);
    this.run();
  }

  /** Rows by themselves do not depend on files. */
  saved(): void {
    return;
  }

  changeSetup(path: string, setup: LintSetup): void {
    const document = this.documents.get(path);
    if (document === undefined) return;
    document.setup = setup;
    document.lint?.prepareAgain(requestOf(setup, 'row'));
    document.posted = null;
    this.run();
  }

  close(path: string): void {
    const document = this.documents.get(path);
    if (document !== undefined && document.settle !== null) clearTimeout(document.settle);
    this.documents.delete(path);
  }

  answer(question: DocumentQuestion): LintAnswer {
    const document = this.documents.get(question.path);
    const lint = document?.lint ?? null;
    const isShown = document?.posted !== null && document !== undefined;
    const fixed =
      lint?.syntax == null || !isShown
        ? null
        : { lines: document.lines, syntax: lint.syntax, isList: lint.isList };
    switch (question.type) {
      case 'fixes':
      case 'fix-all':
      case 'list':
        return answerFromFindings(question, fixed, (isMeant) => lint?.select(isMeant) ?? []);
      case 'loss': {
        const row = lint?.rowAt(question) ?? null;
        const isUnknown = row === null || document === undefined;
        return { type: 'loss', loss: isUnknown ? null : rowLoss(row, document.setup) };
      }
      case 'row-hash': {
        const text = lint?.textAt(question) ?? null;
        return { type: 'row-hash', hash: text === null ? null : rowHash(text) };
      }
      default:
        return assertNever(question, 'question');
    }
  }

  /** Looks at rows in portions until all are known, and tells what was found. */
  private run(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    setImmediate(() => {
      this.isRunning = false;
      const end = performance.now() + portionMs;
      let isMore = false;
      for (const [path, document] of this.documents) {
        const { lint } = document;
        if (lint === null) continue;
        if (lint.lookUntil(() => performance.now() > end)) this.tell(path, document, lint);
        else isMore = true;
      }
      if (isMore) this.run();
    });
  }

  private tell(path: string, document: RowDocument, lint: RowLint): void {
    const { setup, version, posted } = document;
    const report = lint.report(setup.settings.mostPerRule);
    const found = isDataset(setup, report.schema)
      ? { ...report, tokens: null }
      : { ...notLinted, rows: report.rows };
    if (posted !== null && isSame(posted, found)) return;
    document.posted = found;
    this.post({ type: 'findings', path, version, ...found });
  }
}

const notLinted = { schema: null, findings: [], counts: {}, suppressed: 0, tokens: null };

import type { Found } from '../../../data/lint/found';
import { lintAgainst } from '../../../data/lint/lintAgainst';
import { lintLines, type LintedLines } from '../../../data/lint/incremental/lintLines';
import { MovingFindings } from '../../../data/lint/incremental/movingFindings';
import {
  layoutOfDocument,
  prepareDocument,
  syntaxOfDocument,
} from '../../../data/lint/incremental/prepareDocument';
import { isUnplaced } from '../../../data/lint/scan/scanUnplaced';
import { addLines, applyChange } from '../../../data/lint/incremental/textChange';
import type { TextChange } from '../../../data/lint/incremental/textChange';
import { fileState } from '../../../data/fileState';
import type { DetectedSchema } from '../../../data/schemas/schema';
import { assertNever } from '../../../protocol/assertNever';
import type { TokenFigures } from '../../../protocol/lint';
import type { FileFindings, FromLintWorker, LintAnswer, DocumentQuestion } from '../lintMessages';
import type { LintSetup } from '../lintSetup';
import type { FixedDocument } from './answerFixes';
import { answerFromFindings } from './answerFixes';
import type { LintDocuments } from './lintDocuments';
import { isDataset, requestOf, trainingRequest } from './lintRequest';
import { lintSaved } from './lintSaved';
import { isSame } from './sameFindings';

/**
 * How long nobody types before all rows are looked at again: at least this, about what lies between two keys, and as long as it took
 * the last time, so that half of the thread's time at most goes into looks that the next key ends.
 */
const leastPauseMs = 150;

interface FileDocument {
  readonly lines: string[];
  /** What takes all rows of the document to find. */
  readonly moving: MovingFindings;
  /** Rows that stand in the training file as well, as of the files on disk. */
  readonly leaks: MovingFindings;
  areLeaksDue: boolean;
  /** The file whose findings are those of its document, since its rows do not stand in its text as they are; see fileState. */
  savedState: string | null;
  setup: LintSetup;
  version: number;
  isOpened: boolean;
  rows: number;
  /** Findings that were let stand, of the document and beside its training file. */
  suppressed: { document: number; leaks: number };
  schema: DetectedSchema | null;
  tokens: TokenFigures | null;
  /** How long the last look took. */
  lastMs: number;
  due: NodeJS.Timeout | null;
  posted: FileFindings | null;
}

class Changed extends Error {}

/** Open documents with what takes all rows to find: looked for in the background, when nobody types. */
export class FileDocuments implements LintDocuments {
  private readonly documents = new Map<string, FileDocument>();
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly post: (message: FromLintWorker) => void) {}

  open(path: string, setup: LintSetup): void {
    this.close(path);
    this.documents.set(path, {
      lines: [],
      moving: new MovingFindings(),
      leaks: new MovingFindings(),
      areLeaksDue: true,
      savedState: null,
      setup,
      version: 0,
      isOpened: false,
      rows: 0,
      suppressed: { document: 0, leaks: 0 },
      schema: null,
      tokens: null,
      lastMs: 0,
      due: null,
      posted: null,
    });
  }

  addLines(path: string, text: string): void {
    addLines(this.documents.get(path)?.lines ?? [], text);
  }

  opened(path: string, version: number): void {
    const document = this.documents.get(path);
    if (document === undefined) return;
    document.isOpened = true;
    document.version = version;
    this.schedule(path, document, 0);
  }

  change(path: string, version: number, changes: readonly TextChange[]): void {
    const document = this.documents.get(path);
    if (document === undefined) return;
    document.version = version;
    for (const change of changes) {
      const changed = applyChange(document.lines, change);
      document.moving.apply(changed);
      document.leaks.apply(changed);
    }
    if (!document.isOpened) return;
    this.tell(path, document);
    this.schedule(path, document, Math.max(leastPauseMs, document.lastMs));
  }

  /** A file was written: rows of evaluation files may stand in it. */
  saved(path: string): void {
    const own = this.documents.get(path);
    if (own !== undefined && own.savedState !== null) this.schedule(path, own, 0);
    for (const [name, document] of this.documents) {
      const isConcerned = name === path || document.setup.training?.source.path === path;
      if (!isConcerned || document.setup.training === null || !document.isOpened) continue;
      document.areLeaksDue = true;
      this.schedule(name, document, leastPauseMs);
    }
  }

  changeSetup(path: string, setup: LintSetup): void {
    const document = this.documents.get(path);
    if (document === undefined) return;
    document.setup = setup;
    document.posted = null;
    document.areLeaksDue = true;
    document.savedState = null;
    if (document.isOpened) this.schedule(path, document, 0);
  }

  close(path: string): void {
    const document = this.documents.get(path);
    if (document === undefined) return;
    if (document.due !== null) clearTimeout(document.due);
    this.documents.delete(path);
  }

  answer(question: DocumentQuestion): LintAnswer {
    const document = this.documents.get(question.path);
    const select: MovingFindings['select'] = (isMeant) =>
      document?.posted?.findings.length === 0
        ? []
        : [...(document?.moving.select(isMeant) ?? []), ...(document?.leaks.select(isMeant) ?? [])];
    switch (question.type) {
      case 'fixes':
      case 'fix-all': {
        const fixed = document === undefined ? null : fixedDocument(document);
        return answerFromFindings(question, fixed, select);
      }
      case 'list':
        return answerFromFindings(question, null, select);
      case 'loss':
        return { type: 'loss', loss: null }; // the other worker knows
      case 'row-hash':
        return { type: 'row-hash', hash: null };
      default:
        return assertNever(question, 'question');
    }
  }

  private schedule(path: string, document: FileDocument, afterMs: number): void {
    if (document.due !== null) clearTimeout(document.due);
    document.due = setTimeout(() => {
      document.due = null;
      // One document after the other: all of them share this thread.
      this.work = this.work.then(() => this.look(path, document));
    }, afterMs);
  }

  private async look(path: string, document: FileDocument): Promise<void> {
    const { version, setup } = document;
    const started = performance.now();
    const pause = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      const isWanted =
        document.version === version &&
        document.setup === setup &&
        this.documents.get(path) === document;
      if (!isWanted) throw new Changed();
    };
    try {
      const layout = layoutOfDocument(document.lines, setup.source);
      if (layout !== null && isUnplaced(layout)) {
        await this.lookAtSaved(document, pause);
      } else {
        const request = { ...requestOf(setup, 'rest'), countsTokens: true };
        take(document, await lintLines(document.lines, request, pause));
        document.savedState = null;
      }
      this.tell(path, document);
      if (document.areLeaksDue) await this.lookForLeaks(document, pause);
      document.lastMs = performance.now() - started;
      this.tell(path, document);
    } catch (error) {
      // note: what came in between has scheduled the next look.
      if (!(error instanceof Changed)) throw error;
      document.lastMs = Math.max(document.lastMs, performance.now() - started);
    }
  }

  /** Takes the findings of the file on disk, unless they are known; what was typed since then moves them. */
  private async lookAtSaved(document: FileDocument, pause: () => Promise<void>): Promise<void> {
    const { source } = document.setup;
    const state = await fileState(source.path);
    if (state === document.savedState) return;
    const linted = await lintSaved(requestOf(document.setup, 'all'));
    await pause();
    document.savedState = state;
    take(document, linted);
  }

  /** Looks for rows of the training file; both are read from disk, so rows that are not saved yet are left out. */
  private async lookForLeaks(document: FileDocument, pause: () => Promise<void>): Promise<void> {
    const { setup, lines } = document;
    const training = trainingRequest(setup);
    const found: Found[] = [];
    document.areLeaksDue = false;
    if (training !== null) {
      const request = requestOf(setup, 'all');
      try {
        const onFinding = (each: Found): void => void found.push(each);
        const { suppressed } = await lintAgainst(training, { ...request, onFinding });
        document.suppressed.leaks = suppressed;
      } catch {
        // The training file cannot be read: the config's own problem says so.
      }
    }
    await pause();
    document.leaks.replace(
      found.filter(({ record }) => {
        if (record === null) return true;
        const text = lines[record.line - 1] ?? '';
        return text.startsWith(record.raw.split('\n', 1)[0] ?? '', record.column - 1);
      }),
    );
  }

  private tell(path: string, document: FileDocument): void {
    const { moving, leaks, setup, schema, rows, version, posted, suppressed, tokens } = document;
    const most = setup.settings.mostPerRule;
    const isKnown = isDataset(setup, schema);
    const found = {
      rows,
      schema: isKnown ? schema : null,
      findings: [...moving.first(most), ...leaks.first(most)],
      counts: { ...moving.counts(), ...leaks.counts() },
      suppressed: isKnown ? suppressed.document + suppressed.leaks : 0,
      tokens,
      areOfSaved: document.savedState !== null,
    };
    if (posted !== null && isSame(posted, found)) return;
    document.posted = found;
    this.post({ type: 'findings', path, version, ...found });
  }
}

function take(document: FileDocument, linted: LintedLines): void {
  const { rows, schema, found, suppressed, tokens } = linted;
  document.moving.replace(isDataset(document.setup, schema) ? found : []);
  document.rows = rows;
  document.suppressed.document = suppressed;
  document.schema = schema;
  document.tokens = tokens;
}

function fixedDocument({ lines, setup }: FileDocument): FixedDocument | null {
  const prepared = prepareDocument(lines, requestOf(setup, 'rest'));
  if (prepared === null) return null;
  return {
    lines,
    syntax: syntaxOfDocument(prepared),
    isList: prepared.scan.layout.format === 'json',
  };
}

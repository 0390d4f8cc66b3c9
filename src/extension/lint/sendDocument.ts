import type { TextChange } from '../../data/lint/incremental/textChange';

/** What sending needs of a document; tests pass their own. */
export interface SentDocument {
  readonly lineCount: number;
  /** The text of lines from one to before another, without the end of the last one. */
  linesText(from: number, to: number): string;
}

/** Lines that are sent at first. */
const linesAtFirst = 8;
/** Characters that are to be sent at once: about a millisecond's work. Rows may be of any length, so lines do not tell. */
const charactersAtOnce = 262_144;

/**
 * Sends a document's lines in portions, so that the host goes on in between, and follows what is typed meanwhile: a change to
 * lines that have been sent is sent too, one to later lines is part of them when their turn comes.
 */
export class SendingDocument {
  private sent = 0;

  constructor(
    private readonly document: SentDocument,
    private readonly to: {
      readonly begin: () => void;
      readonly lines: (text: string) => void;
      readonly change: (change: TextChange) => void;
      readonly end: () => void;
    },
    private atOnce = linesAtFirst,
  ) {
    to.begin();
  }

  /** Sends the next portion. True when it was the last. */
  sendMore(): boolean {
    const upTo = Math.min(this.document.lineCount, this.sent + this.atOnce);
    const text = this.document.linesText(this.sent, upTo);
    this.to.lines(text);
    this.sent = upTo;
    const fitting = Math.floor((this.atOnce * charactersAtOnce) / Math.max(1, text.length));
    this.atOnce = Math.max(1, Math.min(2 * this.atOnce, fitting));
    if (this.sent < this.document.lineCount) return false;
    this.to.end();
    return true;
  }

  /** What was typed while sending; the document has it already. */
  note(changes: readonly TextChange[]): void {
    for (const change of changes) {
      if (change.line >= this.sent) continue;
      if (change.endLine >= this.sent) {
        // It joins what was sent with what was not.
        this.sent = 0;
        this.to.begin();
        return;
      }
      this.to.change(change);
      const added = change.text.split(/\r\n|\r|\n/).length - 1;
      this.sent += added - (change.endLine - change.line);
    }
  }
}

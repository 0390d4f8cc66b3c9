import type { FoundRow } from './rowTable';
import { RowTable } from './rowTable';
import type { TextChange } from './textChange';
import { applyChange } from './textChange';
import type { ScanRows } from './updateRows';
import { updateRows } from './updateRows';

/**
 * A document as rows, with what a look at each by itself told. A change looks again only at the rows it touches; the others
 * keep what is known of them, wherever they move. The first look may be taken in portions, with changes in between.
 */
export class IncrementalRows<T> {
  readonly rows = new RowTable<T>();
  private isDone = false;
  private rest: Iterator<FoundRow<T>> | null = null;

  /** @param lines changed in place by `apply` */
  constructor(
    readonly lines: string[],
    private scan: ScanRows<T>,
  ) {}

  /** Whether every row is known. */
  get isComplete(): boolean {
    return this.isDone;
  }

  /** Brings lines and rows up to date. Changes follow one another: each sees what those before it left. */
  apply(changes: readonly TextChange[]): void {
    for (const change of changes) {
      const changed = applyChange(this.lines, change);
      const touched = this.rows.firstSeeing(changed.line);
      if (this.rows.isHead(touched)) this.restart(this.scan);
      else if (this.isDone) updateRows(this.rows, this.scan, changed);
      else this.cutBack(touched);
    }
  }

  /** Goes on with the first look until time is up. True when every row is known. */
  lookUntil(isTimeUp: () => boolean): boolean {
    while (!this.isDone) {
      this.rest ??= this.scanFromLast();
      const next = this.rest.next();
      if (next.done === true) {
        this.isDone = true;
        this.rest = null;
      } else {
        this.rows.push(next.value);
        if (isTimeUp()) return false;
      }
    }
    return true;
  }

  /** Begins anew, since rows are to be looked at in another way. */
  restart(scan: ScanRows<T>): void {
    this.scan = scan;
    this.cutBack(0);
    this.isDone = false;
  }

  /** Forgets rows from one on; the first look comes to them again. */
  private cutBack(at: number): void {
    this.rows.cut(at);
    this.rest = null;
  }

  private scanFromLast(): Iterator<FoundRow<T>> {
    const at = this.rows.anchorBefore(this.rows.count);
    const anchor = at < 0 ? null : this.rows.range(at);
    this.rows.cut(at + 1);
    const rest = this.scan(anchor)[Symbol.iterator]();
    // The anchor comes again.
    if (anchor !== null) rest.next();
    return rest;
  }
}

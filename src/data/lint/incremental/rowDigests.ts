import { GrowingUint32 } from '../../duplicates/growingArrays';
import { HashIndex } from '../../duplicates/hashIndex';
import { contradictionRule, isShort, labelIn } from '../dataset/contradictions';
import { hasLabels, labelOf, type RowLabel } from '../dataset/labelCounts';
import { exchangeOf, normalisedKey, rawKey, wholeRow } from '../dataset/rowKeys';
import type { LintContext, LintedRow } from '../rule';

/** Stands for labels that are too long to be quoted. */
const longLabel = ' '.repeat(100);

/**
 * What the rules about whole datasets that keep up with every change need of rows, in some numbers a row: equal numbers, equal
 * texts; 0: there is no such text. note: rows that are typed over stay known, some bytes for each.
 */
export class RowDigests {
  private readonly indexes = {
    /** All texts of a row as they are. */
    raw: new NumberedTexts(),
    /** All its texts without case and whitespace. */
    normalised: new NumberedTexts(),
    /** What it asks. */
    input: new NumberedTexts(),
    /** What it asks and answers. */
    exchange: new NumberedTexts(),
  };
  private readonly answers = new Map<string, number>();
  private readonly answerTexts: string[] = [''];
  private readonly labels = new Map<string, number>();
  /** By number, from 1 on. */
  readonly rowLabels: (RowLabel | null)[] = [null];
  private readonly answer = new GrowingUint32();
  private readonly label = new GrowingUint32();
  private readonly isAsking: boolean;
  private readonly isLabelled: boolean;

  constructor(private readonly context: LintContext) {
    this.isAsking = contradictionRule.applies(context);
    this.isLabelled = hasLabels(context);
  }

  /** @returns the number of the row's digest, from 0 */
  add(row: LintedRow): number {
    const { raw, normalised, input, exchange } = this.indexes;
    const parts = row.parts();
    const own = this.isAsking ? exchangeOf(this.context.schema, parts) : null;
    const asked = own === null ? null : normalisedKey(own.input);
    const whole = wholeRow(this.context.schema, row);
    raw.add(whole.length === 0 ? null : rawKey(whole));
    normalised.add(whole.length === 0 ? null : normalisedKey(whole));
    input.add(asked);
    exchange.add(own === null || asked === null ? null : `${asked} ${normalisedKey(own.answer)}`);
    this.answer.push(this.answerNumber(own === null ? null : labelIn(own.answer)));
    this.label.push(this.labelNumber(this.isLabelled ? labelOf(row) : null));
    return this.label.length - 1;
  }

  /** Numbers of texts by digest, valid until the next `add`, and how many numbers there are. */
  numbers(of: 'raw' | 'normalised' | 'input' | 'exchange'): {
    readonly numbers: Uint32Array;
    readonly count: number;
  } {
    return this.indexes[of].view();
  }

  /** Numbers of labels by digest, valid until the next `add`. */
  labelNumbers(): Uint32Array {
    return this.label.view();
  }

  /** The label that the row of a digest answers with; null: none. */
  answerOf(digest: number): string | null {
    const number = this.answer.at(digest);
    return number === 0 ? null : (this.answerTexts[number] ?? null);
  }

  private answerNumber(answer: string | null): number {
    if (answer === null) return 0;
    // note: texts of labels are shared, or every row would keep its own.
    const text = isShort(answer) ? answer : longLabel;
    const known = this.answers.get(text);
    if (known !== undefined) return known;
    this.answers.set(text, this.answerTexts.length);
    return this.answerTexts.push(text) - 1;
  }

  private labelNumber(label: RowLabel | null): number {
    if (label === null) return 0;
    const key = `${typeof label.value} ${label.path.join(' ')} ${label.text}`;
    const known = this.labels.get(key);
    if (known !== undefined) return known;
    this.labels.set(key, this.rowLabels.length);
    return this.rowLabels.push(label) - 1;
  }
}

/** A text a digest, kept as the number of the text, from 1; 0: none. */
class NumberedTexts {
  private readonly index = new HashIndex();
  private readonly numbers = new GrowingUint32();

  add(text: string | null): void {
    if (text === null) {
      this.numbers.push(0);
      return;
    }
    const known = this.index.add(text);
    this.numbers.push(known < 0 ? this.index.size : known + 1);
  }

  view(): { readonly numbers: Uint32Array; readonly count: number } {
    return { numbers: this.numbers.view(), count: this.index.size + 1 };
  }
}

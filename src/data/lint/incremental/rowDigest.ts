import { HashIndex } from '../../duplicates/hashIndex';
import { contradictionRule, isShort, labelIn } from '../dataset/contradictions';
import { hasLabels, labelOf, type RowLabel } from '../dataset/labelCounts';
import { exchangeOf, normalisedKey, rawKey } from '../dataset/rowKeys';
import type { LintContext, LintedRow } from '../rule';

/** What the rules about whole datasets that keep up with every change need of a row. Equal numbers: equal texts. */
export interface RowDigest {
  /** Of all its texts as they are; -1: it has none. */
  readonly raw: number;
  /** Of all its texts without case and whitespace. */
  readonly normalised: number;
  /** Of what it asks; -1: it asks nothing. */
  readonly input: number;
  /** Of what it asks and answers. */
  readonly exchange: number;
  /** The label it answers with; null: none. */
  readonly answer: string | null;
  readonly label: RowLabel | null;
}

/** A function that digests rows. It keeps a few bytes of every text it has met: rows that are typed over stay known. */
export function rowDigester(context: LintContext): (row: LintedRow) => RowDigest {
  const [raws, normals, inputs, exchanges] = [0, 1, 2, 3].map(() => new HashIndex()) as [
    HashIndex,
    HashIndex,
    HashIndex,
    HashIndex,
  ];
  const labels = new Map<string, RowLabel>();
  const isAsking = contradictionRule.applies(context);
  const isLabelled = hasLabels(context);
  return (row) => {
    const parts = row.parts();
    const exchange = isAsking ? exchangeOf(context.schema, parts) : null;
    const input = exchange === null ? null : normalisedKey(exchange.input);
    const answered = exchange === null ? null : labelIn(exchange.answer);
    return {
      raw: parts.length === 0 ? -1 : numberOf(raws, rawKey(parts)),
      normalised: parts.length === 0 ? -1 : numberOf(normals, normalisedKey(parts)),
      input: input === null ? -1 : numberOf(inputs, input),
      exchange:
        exchange === null || input === null
          ? -1
          : numberOf(exchanges, `${input} ${normalisedKey(exchange.answer)}`),
      // note: texts of labels are shared, or every row would keep its own.
      answer: answered === null ? null : isShort(answered) ? answered : longLabel,
      label: isLabelled ? shared(labels, labelOf(row)) : null,
    };
  };
}

/** Stands for labels that are too long to be quoted. */
const longLabel = ' '.repeat(100);

function numberOf(index: HashIndex, key: string): number {
  const known = index.add(key);
  return known < 0 ? index.size - 1 : known;
}

function shared(labels: Map<string, RowLabel>, label: RowLabel | null): RowLabel | null {
  if (label === null) return null;
  const key = `${typeof label.value} ${label.path.join(' ')} ${label.text}`;
  const known = labels.get(key);
  if (known !== undefined) return known;
  labels.set(key, label);
  return label;
}

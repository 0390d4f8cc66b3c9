import type { AuditRow, MarkedSpan } from '../../protocol/audit';

/** Characters of a text that a report quotes: whole documents, dozens of times, would make it larger than a string may be. */
const mostShown = 2_000;
/** Of these, how many stand before the first word that a swap changed. */
const leadIn = 200;

/** A row as a report quotes it: of a long text what stands around its first swap, or its beginning, with … for what is left out. */
export function shownRow(row: AuditRow): AuditRow {
  const { text, swapped } = row;
  if (swapped === undefined)
    return text.length <= mostShown ? row : { ...row, text: part(text).text };
  if (Math.max(text.length, swapped.text.length) <= mostShown) return row;
  const [own, other] = [part(text, swapped.before[0]), part(swapped.text, swapped.after[0])];
  const [before, after]: [MarkedSpan[], MarkedSpan[]] = [[], []];
  for (const [at, span] of swapped.before.entries()) {
    const [first, second] = [own.spanOf(span), other.spanOf(swapped.after[at])];
    if (first === null || second === null) continue;
    before.push(first);
    after.push(second);
  }
  return { ...row, text: own.text, swapped: { ...swapped, text: other.text, before, after } };
}

interface Part {
  readonly text: string;
  /** Where a span of the whole text stands in the part; null where it does not. */
  readonly spanOf: (span: MarkedSpan | undefined) => MarkedSpan | null;
}

function part(text: string, first?: MarkedSpan): Part {
  const from = boundary(
    text,
    Math.max(0, Math.min((first?.start ?? 0) - leadIn, text.length - mostShown)),
  );
  const to = boundary(text, Math.min(text.length, from + mostShown));
  const moved = (from > 0 ? 1 : 0) - from;
  return {
    text: `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`,
    spanOf: (span) =>
      span === undefined || span.start < from || span.end > to
        ? null
        : { start: span.start + moved, end: span.end + moved },
  };
}

/** Never between the halves of a character. */
function boundary(text: string, at: number): number {
  return /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at;
}

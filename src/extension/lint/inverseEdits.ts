/** Characters of a text to be replaced; offsets in UTF-16 code units. */
export interface OffsetEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The edits that take back edits which do not overlap, in terms of the text that those leave. */
export function inverseEdits(
  edits: readonly OffsetEdit[],
  textOf: (start: number, end: number) => string,
): readonly OffsetEdit[] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let moved = 0;
  return sorted.map(({ start, end, text }) => {
    const from = start + moved;
    moved += text.length - (end - start);
    return { start: from, end: from + text.length, text: textOf(start, end) };
  });
}

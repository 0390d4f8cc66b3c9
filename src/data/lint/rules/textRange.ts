/** Characters of a text, in UTF-16 code units; the end is the one behind the last. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Every match of a pattern with the flag `g`. */
export function matchRanges(text: string, pattern: RegExp): TextRange[] {
  const ranges: TextRange[] = [];
  pattern.lastIndex = 0; // matchAll begins there
  for (const match of text.matchAll(pattern)) {
    ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return ranges;
}

/** The text with other characters in place of some ranges, which are in order and do not overlap. */
export function replaceRanges<Range extends TextRange>(
  text: string,
  ranges: readonly Range[],
  replacement: (range: Range) => string,
): string {
  let [result, end] = ['', 0];
  for (const range of ranges) {
    result += text.slice(end, range.start) + replacement(range);
    end = range.end;
  }
  return result + text.slice(end);
}

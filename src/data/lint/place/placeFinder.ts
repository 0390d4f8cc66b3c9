/** A place in a file; both count from 1. */
export interface LinePlace {
  readonly line: number;
  readonly column: number;
}

/** The place of an offset of a text that begins at `line` and `column`. */
export function placeAt(raw: string, offset: number, from: LinePlace): LinePlace {
  return placeFinder(raw, from)(offset);
}

/** Places of offsets of a text that begins at `line` and `column`: offsets in their order take one walk over it. */
export function placeFinder(raw: string, from: LinePlace): (offset: number) => LinePlace {
  let [at, line, lineStart] = [0, from.line, -1];
  return (offset) => {
    if (offset < at) [at, line, lineStart] = [0, from.line, -1];
    for (; at < offset; at += 1) {
      const code = raw.charCodeAt(at);
      if (code !== 10 && code !== 13) continue;
      if (code === 13 && raw.charCodeAt(at + 1) === 10 && at + 1 < offset) at += 1;
      line += 1;
      lineStart = at + 1;
    }
    const place = {
      line,
      column: lineStart < 0 ? from.column + offset : offset - lineStart + 1,
    };
    // note: between the two characters of a line end, the next walk must see both, or it counts two lines.
    if (raw.charCodeAt(at - 1) === 13 && raw.charCodeAt(at) === 10)
      [at, line, lineStart] = [0, from.line, -1];
    return place;
  };
}

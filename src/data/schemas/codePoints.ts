/**
 * Where the code point with this number begins in UTF-16 code units; the text's length for one behind its end. Python counts
 * code points, and so do the offsets in datasets; JavaScript and editors count code units.
 */
export function codeUnitAt(text: string, codePoint: number): number {
  let units = 0;
  for (let left = codePoint; left > 0 && units < text.length; left -= 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

/** How many code points the first `codeUnits` of a text are. */
export function codePointsIn(text: string, codeUnits: number): number {
  let count = 0;
  for (let units = 0; units < codeUnits && units < text.length; count += 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return count;
}

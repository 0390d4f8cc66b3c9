const [lineFeed, carriageReturn] = [10, 13];
const [quote, comma, colon, backslash] = [34, 44, 58, 92];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

/** What a byte is to the element it is fed to. */
export type Step =
  | 'inside'
  /** The element's last byte. */
  | 'last'
  /** The element has ended before this byte, complete. */
  | 'behind'
  /** The element breaks off before this byte. */
  | 'broken';

/** Where a JSON value ends, told byte by byte from the first on. */
export interface ElementEnd {
  readonly step: (byte: number) => Step;
  /**
   * The first byte from `at` on that needs a step: within a string most are of no interest, and most of a file is strings. The
   * bytes before it are inside, and no line's end.
   */
  readonly skip: (bytes: Uint8Array, at: number) => number;
}

/** Deeper than this, brackets are counted no more. */
const mostDepth = 100_000;

/**
 * Finds where a JSON value ends, fed with its bytes from the first on. A value that is broken ends where the next can only
 * begin: at a { where a key is due, or at the ] of the list around it. A string ends at its line's end at the latest.
 */
export function findElementEnd(): ElementEnd {
  /** Of each open bracket, whether it is a brace. */
  const open: boolean[] = [];
  let lists = 0;
  let isFirst = true;
  let isScalar = false;
  let inString = false;
  let isEscaped = false;
  /** The last byte that is no white space, outside of strings. */
  let last = 0;

  const skip = (bytes: Uint8Array, from: number): number => {
    if (!inString || isEscaped) return from;
    let at = from;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0;
      const isOfInterest =
        byte === quote || byte === backslash || byte === lineFeed || byte === carriageReturn;
      if (isOfInterest) break;
    }
    return at;
  };
  const step = (byte: number): Step => {
    if (inString) {
      if (byte === lineFeed || byte === carriageReturn) inString = false;
      else if (isEscaped) isEscaped = false;
      else if (byte === backslash) isEscaped = true;
      else if (byte === quote) {
        inString = false;
        last = quote;
        if (open.length === 0) return 'last';
      }
      return 'inside';
    }
    if (byte <= 32) return isScalar ? 'behind' : 'inside';
    if (isFirst) {
      isFirst = false;
      isScalar = byte !== openBrace && byte !== openBracket && byte !== quote;
    } else if (open.length === 0) {
      // A number, a word, or what was left of a string that its line's end cut.
      if (byte === comma || byte === closeBracket || byte === openBrace) return 'behind';
    }
    if (byte === quote) inString = true;
    else if (byte === openBrace) {
      if (open.at(-1) === true && last !== colon) return 'broken';
      if (open.length < mostDepth) open.push(true);
    } else if (byte === openBracket) {
      if (open.length < mostDepth) {
        open.push(false);
        lists += 1;
      }
    } else if (byte === closeBrace) {
      // A } closes the lists that were left open inside.
      while (open.length > 0 && open.pop() === false) lists -= 1;
      if (open.length === 0) return 'last';
    } else if (byte === closeBracket) {
      if (lists === 0) return 'broken';
      while (open.pop() === true);
      lists -= 1;
      if (open.length === 0) return 'last';
    }
    last = byte;
    return 'inside';
  };
  return { step, skip };
}

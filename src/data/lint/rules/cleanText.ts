import { findControlCharacters } from './controlCharacters';
import { findInvisibleCharacters } from './invisibleCharacters';
import { replaceRanges } from './textRange';
import { findStrayWhitespace, tidyWhitespace } from './whitespace';

/**
 * A mended text, mended further where taking characters out of it has laid bare what was no problem before: blanks at its ends,
 * or a byte order mark that mojibake hid.
 */
export function withoutNewProblems(before: string, mended: string): string {
  let text = mended;
  if (findControlCharacters(before).length === 0)
    text = replaceRanges(text, findControlCharacters(text), () => '');
  if (findInvisibleCharacters(before).length === 0) {
    text = replaceRanges(text, findInvisibleCharacters(text), () => '');
  }
  return findStrayWhitespace(before).length === 0 ? tidyWhitespace(text) : text;
}

import { findControlCharacters } from './controlCharacters';
import { findInvisibleCharacters } from './invisibleCharacters';
import { findMojibake, repairMojibake } from './mojibake';
import { replaceRanges } from './textRange';
import { findStrayWhitespace, tidyWhitespace } from './whitespace';

/**
 * A mended text, mended further where taking characters out of it has laid bare what was no problem before: blanks at its ends,
 * or a byte order mark that mojibake hid.
 */
export function withoutNewProblems(before: string, mended: string): string {
  const keeps = (find: (text: string) => readonly unknown[]): boolean =>
    find(before).length > 0 && find(mended).length > 0;
  const [keepsMojibake, keepsControls] = [keeps(findMojibake), keeps(findControlCharacters)];
  const keepsInvisible = keeps(findInvisibleCharacters);
  let text = mended;
  for (let last = ''; last !== text;) {
    last = text;
    if (!keepsMojibake) text = repairMojibake(text);
    if (!keepsControls) text = replaceRanges(text, findControlCharacters(text), () => '');
    if (!keepsInvisible) text = replaceRanges(text, findInvisibleCharacters(text), () => '');
  }
  return findStrayWhitespace(before).length === 0 ? tidyWhitespace(text) : text;
}

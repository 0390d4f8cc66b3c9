import { matchRanges, type TextRange } from './textRange';

/** C0 controls other than tab and line ends, the replacement character, and halves of surrogate pairs. */
const unwanted =
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** L-TXT-03: characters that no text means to have, each by itself. */
export function findControlCharacters(text: string): TextRange[] {
  unwanted.lastIndex = 0;
  return unwanted.test(text) ? matchRanges(text, unwanted) : [];
}

import { matchRanges, type TextRange } from './textRange';

const invisible =
  /[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|(?:\udb40[\udc00-\udc7f])+/g;

/** L-TXT-05: characters without width, and marks of direction, where no script or emoji needs them. */
export function findInvisibleCharacters(text: string): TextRange[] {
  invisible.lastIndex = 0;
  if (!invisible.test(text)) return [];
  const isRightToLeft = rightToLeft.test(text);
  return matchRanges(text, invisible).filter((range) => !isNeeded(text, range, isRightToLeft));
}

const rightToLeft = /[\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}]/u;

/** Scripts that join or part letters by characters without width. */
const joining =
  /[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{sc=Nko}\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gurmukhi}\p{sc=Gujarati}\p{sc=Oriya}\p{sc=Tamil}\p{sc=Telugu}\p{sc=Kannada}\p{sc=Malayalam}\p{sc=Sinhala}]/u;

/** Scripts without spaces, where a space without width parts words. */
const unspaced = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u;

const emojiBefore = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]$/u;
const emojiAfter = /^[\p{Extended_Pictographic}\u2640\u2642\u2695]/u;

function isNeeded(text: string, { start, end }: TextRange, isRightToLeft: boolean): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  switch (text.charCodeAt(start)) {
    case 0x200b: // zero width space
      return unspaced.test(before) || unspaced.test(after);
    case 0x200d: // zero width joiner
      if (emojiBefore.test(before) && emojiAfter.test(after)) return true;
      return joining.test(before) || joining.test(after);
    case 0x200c: // zero width non-joiner
      return joining.test(before) || joining.test(after);
    case 0x180e: // Mongolian vowel separator
      return joining.test(before);
    case 0xdb40: // tags: the flags of England, Scotland and Wales end with a tag of their own
      return text.startsWith('\ud83c\udff4', start - 2) && text.endsWith('\udc7f', end);
    case 0x2060: // word joiner
    case 0xfeff:
      return false;
    default: // marks, embeddings and isolates of direction; operators of mathematics
      return isRightToLeft;
  }
}

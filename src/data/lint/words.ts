/** How a character takes part in words; scripts without spaces have no other boundary than their characters. */
export type CharacterKind = 'space' | 'letter' | 'ideograph' | 'unspaced';

/** Characters of a script without spaces that make an average word: Chinese and Japanese, and Thai with its neighbours. */
const ideographsPerWord = 2;
const unspacedPerWord = 4;

/** @param code UTF-16 code unit */
export function characterKind(code: number): CharacterKind {
  if (code <= 0x20) return 'space';
  if (code < 0xa0) return 'letter';
  if (code === 0xa0 || code === 0x3000 || (code >= 0x2000 && code <= 0x200a)) return 'space';
  if (code < 0xe00) return 'letter';
  if (code < 0x1100) {
    const isUnspaced = code < 0xf00 || (code >= 0x1000 && code < 0x10a0); // Thai, Lao; Myanmar
    return isUnspaced ? 'unspaced' : 'letter';
  }
  if (code >= 0x1780 && code < 0x1800) return 'unspaced'; // Khmer
  if (code === 0x2028 || code === 0x2029 || code === 0x1680) return 'space';
  const isIdeograph =
    (code >= 0x3040 && code < 0x3100) || // kana
    (code >= 0x3400 && code < 0xa000) || // ideographs
    (code >= 0xf900 && code < 0xfb00) ||
    (code >= 0xff66 && code < 0xffa0) || // half-width kana
    (code >= 0xd840 && code < 0xd889); // first halves of ideographs beyond the basic plane
  return isIdeograph ? 'ideograph' : 'letter';
}

/**
 * Words of a text, as many as its script lets one say: between spaces, or by the usual length of a word in Chinese, Japanese,
 * Thai, Lao, Khmer and Burmese.
 */
export function countWords(text: string): number {
  let [words, ideographs, unspaced, isInWord] = [0, 0, 0, false];
  for (let at = 0; at < text.length; at += 1) {
    const kind = characterKind(text.charCodeAt(at));
    if (kind === 'letter') {
      if (!isInWord) words += 1;
      isInWord = true;
      continue;
    }
    isInWord = false;
    if (kind === 'ideograph') ideographs += 1;
    else if (kind === 'unspaced') unspaced += 1;
  }
  return words + Math.ceil(ideographs / ideographsPerWord) + Math.ceil(unspaced / unspacedPerWord);
}

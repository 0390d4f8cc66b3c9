import { letterCaseOf } from './letterCase';

/** Words that begin with another sound than their first letter says; only those that lists of swaps hold. */
const consonantSounds = /^(?:eur|ukr)/;
const vowelSounds = /^(?:[aeiou]|heir|8|11$|18$)/;

/** Whether "an" stands before a word, in lower case. */
export function hasVowelSound(word: string): boolean {
  return vowelSounds.test(word) && !consonantSounds.test(word);
}

/**
 * "a" made "an" or the other way, when the word behind it changes; null where it stays. An article that did not fit before does
 * not fit after, so that swapping back brings the text back.
 */
export function otherArticle(article: string, before: string, after: string): string | null {
  const lower = article.toLowerCase();
  if (lower !== 'a' && lower !== 'an') return null;
  if (hasVowelSound(before.toLowerCase()) === hasVowelSound(after.toLowerCase())) return null;
  const isUpper = letterCaseOf(before) === 'upper';
  switch (article) {
    case 'a':
      return 'an';
    case 'an':
      return 'a';
    case 'A':
      return isUpper ? 'AN' : 'An';
    case 'An':
      return isUpper ? null : 'A';
    case 'AN':
      return isUpper ? 'A' : null;
    default:
      return null;
  }
}

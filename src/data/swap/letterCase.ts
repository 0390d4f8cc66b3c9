/** How a word is written; null for what has no rule, such as "hE": it could not be written back. */
export type LetterCase = 'lower' | 'capital' | 'upper';

export function letterCaseOf(word: string): LetterCase | null {
  const lower = word.toLowerCase();
  if (word === lower) return 'lower';
  if (word.length > 1 && word === word.toUpperCase()) return 'upper';
  return word.slice(1) === lower.slice(1) ? 'capital' : null;
}

/** `target`, which is in lower case, written as `word` is; null where that has no rule. */
export function writtenAs(word: string, target: string): string | null {
  if (word.toLowerCase() === target) return word;
  switch (letterCaseOf(word)) {
    case 'lower':
      return target;
    case 'upper':
      return target.toUpperCase();
    case 'capital':
      return (target[0] ?? '').toUpperCase() + target.slice(1);
    case null:
      return null;
  }
}

import { functionWords, personWords } from './wordClasses';
import type { SwapTable } from './swapTable';
import { isCapitalised } from './wordSequence';
import type { WordSequence } from './wordSequence';

/** What may stand before a first name without making it a surname. */
const beforeFirstNames: ReadonlySet<string> = new Set(
  'mr mrs ms miss dr doctor uncle aunt king queen prince princess sir lady lord madam father mother brother sister president senator governor mayor judge captain professor coach dear hi hello hey thanks poor young old little big'.split(
    ' ',
  ),
);

/** "Stephen King", "Spider-Man": a word with a capital behind or before another one that no rule of grammar gives one. */
export function isNamePart(
  words: WordSequence,
  at: number,
  sides: { readonly before: boolean; readonly table: SwapTable },
): boolean {
  if (!isCapitalised(words.word(at))) return false;
  if (/^[ -]$/.test(words.gap(at)) && isStranger(words, at + 1, sides.table)) return true;
  if (!sides.before || at === 0 || !/^[ -]$/.test(words.gap(at - 1))) return false;
  return isStranger(words, at - 1, sides.table) || isListedName(words, at - 1, sides.table);
}

function isStranger(words: WordSequence, at: number, table: SwapTable): boolean {
  const lower = words.lower(at);
  return (
    beginsName(words.word(at)) &&
    !functionWords.has(lower) &&
    !personWords.has(lower) &&
    !table.entries.has(lower)
  );
}

/** "Michael Scott", "LeBron James", "Saint John", "Mary-Kate": not somebody's first name, or half of one. */
export function isSurname(words: WordSequence, at: number, table: SwapTable): boolean {
  if (words.gap(at) === '-' || (at > 0 && words.gap(at - 1) === '-')) return true;
  const before = words.lower(at - 1);
  if (at === 0 || words.gap(at - 1) !== ' ') return /^(?:st|saint)$/.test(before);
  if (/^(?:st|saint|san|santa|camp|virgin|bloody)$/.test(before)) return true;
  if (beforeFirstNames.has(before) || functionWords.has(before)) return false;
  if (isListedName(words, at - 1, table)) return true;
  return isCapitalised(words.word(at)) && beginsName(words.word(at - 1));
}

function isListedName(words: WordSequence, at: number, table: SwapTable): boolean {
  const entries = table.entries.get(words.lower(at)) ?? [];
  return entries.some(({ concept }) => concept.use === 'name');
}

/** "Stephen" and "LeBron", but not "NASA". */
function beginsName(word: string): boolean {
  return /^\p{Lu}/u.test(word) && /\p{Ll}/u.test(word);
}

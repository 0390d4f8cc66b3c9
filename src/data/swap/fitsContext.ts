import { assertNever } from '../../protocol/assertNever';
import { letterCaseOf } from './letterCase';
import { pronounUse } from './pronouns';
import { isNamePart, isSurname } from './properNames';
import { qualities } from './swapTable';
import type { SwapEntry, SwapTable } from './swapTable';
import {
  beForms,
  degreeWords,
  determiners,
  isNounLike,
  personalPronouns,
  personWords,
} from './wordClasses';
import { isCompound, isHyphenated, nextJoined } from './wordSequence';
import type { WordSequence } from './wordSequence';

/** Whether a word or phrase of a table, which stands at a word of a text, is used there as the entry says. */
export function fitsContext(
  words: WordSequence,
  at: number,
  entry: SwapEntry,
  table: SwapTable,
): boolean {
  const last = at + entry.words.length - 1;
  if (isCompound(words, last) && table.notBefore.has(words.lower(last + 1))) return false;
  if (isCompound(words, at - 1) && table.notAfter.has(words.lower(at - 1))) return false;
  const { use } = entry.concept;
  switch (use) {
    case 'pronoun':
      return !isHyphenated(words, at) && !isHyphenated(words, at - 1) && !isSplit(words, at);
    case 'title':
      return isTitle(words, at);
    case 'object':
    case 'determiner':
    case 'possessive':
      return !isHyphenated(words, at - 1) && pronounUse(words, at) === use;
    case 'word':
      return !isThing(words, at) && !isNamePart(words, at, { before: true, table });
    case 'proper':
      return !isNamePart(words, last, { before: false, table });
    case 'noun':
      return !isNamePart(words, at, { before: false, table }) && isNoun(words, at);
    case 'adjective':
      if (isLanguage(words, at, table) || isNoun(words, at)) return false;
      return !isNamePart(words, at, { before: false, table });
    case 'people':
      if (/^years?$/.test(words.lower(at - 1))) return false; // "74-year-old man"
      return isBesidePerson(words, last) || isSaidOfPerson(words, at);
    case 'years':
      return isCompound(words, at) && isCompound(words, at + 1) && isYearsOld(words, at);
    case 'name':
      return !isSurname(words, at, table);
    default:
      return assertNever(use, 'use');
  }
}

/** "Mr Smith", but not "20 ms" and "an MS in physics". */
function isTitle(words: WordSequence, at: number): boolean {
  if (/^\d/.test(words.lower(at - 1)) || !/^\.?\s+$/.test(words.gap(at))) return false;
  const [isUpper, next] = [letterCaseOf(words.word(at)) === 'upper', words.word(at + 1)];
  return next !== '' && (!isUpper || letterCaseOf(next) === 'upper');
}

/** "s/he", "(s)he": both at once. */
function isSplit(words: WordSequence, at: number): boolean {
  return words.lower(at - 1) === 's' && /^[/)]$/.test(words.gap(at - 1));
}

/** Compounds that are about no man or woman. */
const things: ReadonlySet<string> = new Set(
  'made hour hours eating day days power handled handle sized spider ant x he she iron bat super wonder cat mega pac strong band bands'.split(
    ' ',
  ),
);

function isThing(words: WordSequence, at: number): boolean {
  const [next, before] = [words.lower(at + 1), words.lower(at - 1)];
  if (isHyphenated(words, at) && things.has(next)) return true;
  if (isHyphenated(words, at - 1) && things.has(before)) return true;
  // "you guys" are people of any gender; with "gals" the same, so that nothing is lost on the way back.
  return before === 'you' && isCompound(words, at - 1) && /^(?:guys|gals)$/.test(words.lower(at));
}

/** "a Christian", "every devout Jew came", but not "a Christian family". */
function isNoun(words: WordSequence, at: number): boolean {
  if (isHyphenated(words, at)) return false;
  const next = words.lower(at + 1);
  const isFollowed = nextJoined(words, at) && isNounLike(next) && !/..ed$/.test(next);
  if (isFollowed) return false;
  const isJoined = (before: number): boolean => before >= 0 && isCompound(words, before);
  if (!isJoined(at - 1)) return false;
  if (determiners.has(words.lower(at - 1))) return true;
  return (
    isJoined(at - 2) && determiners.has(words.lower(at - 2)) && isNounLike(words.lower(at - 1))
  );
}

/** "translated into German": no noun follows. */
function isLanguage(words: WordSequence, at: number, { notAlone }: SwapTable): boolean {
  if (!notAlone.has(words.lower(at - 1))) return false;
  return !nextJoined(words, at) || !isNounLike(words.lower(at + 1));
}

/** "poor man", "young black man", "deaf-blind child". */
function isBesidePerson(words: WordSequence, at: number): boolean {
  if (!isCompound(words, at)) return false;
  if (personWords.has(words.lower(at + 1))) return true;
  return (
    isCompound(words, at + 1) &&
    qualities().has(words.lower(at + 1)) &&
    personWords.has(words.lower(at + 2))
  );
}

/** "she is poor", "who was openly gay", "the women were old". */
function isSaidOfPerson(words: WordSequence, at: number): boolean {
  let verb = at - 1;
  if (degreeWords.has(words.lower(verb))) verb -= 1;
  if (verb < 1 || !beForms.has(words.lower(verb)) || !isBlankRun(words, verb, at)) return false;
  const isFollowed = nextJoined(words, at) && isNounLike(words.lower(at + 1));
  if (isFollowed) return false;
  const subject = words.lower(verb - 1);
  return personalPronouns.has(subject) || personWords.has(subject);
}

function isBlankRun(words: WordSequence, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (!/^\s+$/.test(words.gap(at))) return false;
  return true;
}

function isYearsOld(words: WordSequence, at: number): boolean {
  return /^years?$/.test(words.lower(at + 1)) && words.lower(at + 2) === 'old';
}

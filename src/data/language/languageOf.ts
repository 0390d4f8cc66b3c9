import { wordsOf } from '../duplicates/words';
import { functionWords, type LatinLanguage } from './functionWords';
import { scriptOf, type Script } from './scripts';

/** A language, or where a script stands for several, "Cyrillic" and so on. */
export type Language = LatinLanguage | Exclude<Script, 'Latin' | 'Han' | 'Kana' | 'Hangul'> | Asian;
type Asian = 'Chinese' | 'Japanese' | 'Korean';

/** A beginning is enough, and long texts cost time. */
const readCharacters = 2_000;
const fewestLetters = 20;
/** Share of the letters that one script must have. */
const mainScriptShare = 0.7;
/**
 * Different words of a language that must be there, the share of all words they must be, and how many times as many as of the next
 * language.
 */
const [fewestHits, fewestShare, lead] = [3, 0.15, 2];

/**
 * The language of a text of at least 20 letters; null where it is not clear: mixed scripts, code, lists of names. Knows 18 languages
 * in Latin script by their function words, Chinese, Japanese and Korean; other scripts are not told apart further (Russian and
 * Ukrainian are both Cyrillic).
 */
export function languageOf(text: string): Language | null {
  const beginning = text.length > readCharacters ? text.slice(0, readCharacters) : text;
  const counts = new Map<Script, number>();
  let letters = 0;
  for (let at = 0; at < beginning.length; at += 1) {
    const code = beginning.codePointAt(at) ?? 0;
    if (code > 0xffff) at += 1;
    const script = scriptOf(code);
    if (script === null) continue;
    counts.set(script, (counts.get(script) ?? 0) + 1);
    letters += 1;
  }
  const kana = counts.get('Kana') ?? 0;
  const asian = kana + (counts.get('Han') ?? 0);
  // Words of Han and Kana hold several Latin letters' worth of meaning.
  if (letters < (asian * 2 > letters ? fewestLetters / 2 : fewestLetters)) return null;
  if (asian >= mainScriptShare * letters) return kana * 10 >= asian ? 'Japanese' : 'Chinese';
  for (const [script, count] of counts) {
    if (count < mainScriptShare * letters) continue;
    if (script === 'Latin') return latinLanguageOf(beginning);
    if (script === 'Hangul') return 'Korean';
    return script === 'Han' || script === 'Kana' ? null : script;
  }
  return null;
}

const languages = Object.entries(functionWords) as [LatinLanguage, string][];

/** By word, the numbers of the languages that have it. */
const languagesOf = new Map<string, number[]>();
for (const [number, [, words]] of languages.entries()) {
  for (const word of new Set(words.split(' ')))
    languagesOf.set(word, [...(languagesOf.get(word) ?? []), number]);
}

function latinLanguageOf(text: string): LatinLanguage | null {
  const hits = new Uint32Array(languages.length);
  // Each word once: one that is said over and over proves no more.
  const words = new Set(
    wordsOf(text).map(({ start, end }) => text.slice(start, end).toLowerCase()),
  );
  for (const word of words)
    for (const number of languagesOf.get(word) ?? []) hits[number] = (hits[number] ?? 0) + 1;
  let [best, second] = [-1, 0];
  for (const [number, count] of hits.entries()) {
    if (best < 0 || count > (hits[best] ?? 0)) {
      if (best >= 0) second = Math.max(second, hits[best] ?? 0);
      best = number;
    } else second = Math.max(second, count);
  }
  const most = hits[best] ?? 0;
  const isClear = most >= fewestHits && most >= fewestShare * words.size && most >= lead * second;
  return isClear ? (languages[best]?.[0] ?? null) : null;
}

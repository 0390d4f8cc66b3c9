import { nearestWord } from '../protocol/nearestWord';

/** The label that another one probably means. */
export interface MeantLabel {
  readonly label: string;
  /** Whether only the way of writing differs; else the word is another one, and this a guess. */
  readonly isSame: boolean;
}

/** Tells for labels outside of a set which of it they probably mean; null: none is near. */
export function labelMatcher(labels: readonly string[]): (text: string) => MeantLabel | null {
  const byPlain = new Map(labels.toReversed().map((label) => [plainLabel(label), label]));
  const words = labels.filter(isWord);
  let looks = 0;
  return (text) => {
    const same = byPlain.get(plainLabel(text));
    if (same !== undefined) return { label: same, isSame: true };
    if (!isWord(text) || ++looks > mostLooks) return null;
    const alike = words.filter((each) => signsOf(each) === signsOf(text));
    const near = nearestWord(text, alike);
    return near === null ? null : { label: near, isSame: false };
  };
}

/** note: a column of names has a label a row, and none of them is meant to be one of the set. */
const mostLooks = 500;

/** Whether a slip of the keys can be told: 1 is not nearly 10, and ☹ not nearly ☺. */
function isWord(text: string): boolean {
  return text.length <= longestLabel && /\p{L}/u.test(text);
}

/** "C#" is no slip for "C", and "level 2" none for "level 1". */
function signsOf(text: string): string {
  return text.replace(/[\p{L}\s_.,;:!"'“”‘’`-]/gu, '');
}

/** What is longer is a text. note: the expressions below can take time by the square of the length. */
const longestLabel = 200;

/**
 * What is left of a label without differences that are no meaning: case, Unicode form, whitespace, hyphens and underscores
 * between words, quotes around it and a stop behind it. Signs stay, since "-1" is not "1" and "C#" is not "C".
 */
export function plainLabel(text: string): string {
  if (text.length > longestLabel) return text;
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/^["'“”‘’`]+|["'“”‘’`]+$/g, '')
    .replace(/[\s.,;:!]+$/, '')
    .trim();
  if (/^[+-]?\d+(\.\d+)?$/.test(plain)) return String(Number(plain));
  return plain.replace(/(?<=[\p{L}\p{N}])[\s_-]+(?=[\p{L}\p{N}])/gu, '');
}

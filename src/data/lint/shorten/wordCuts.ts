/** How far from where the room ends a place between words or sentences is looked for, in characters. */
const furthest = 200;

/** Where to end a text that has room for `limit` characters, at best between two words; 0: no character fits. */
export function endBefore(text: string, limit: number): number {
  if (limit >= text.length) return text.length;
  const from = Math.max(0, limit - furthest);
  const spaces = [...text.slice(from, limit + 1).matchAll(/\s+/g)];
  const space = spaces.at(-1);
  if (space !== undefined && from + space.index > 0) return from + space.index;
  // note: Chinese, Japanese and Thai put no space between words.
  const word = partsBetween(text, from, limit + furthest).findLast((start) => start <= limit);
  return word !== undefined && word > from ? word : wholeCharacter(text, limit);
}

/** Where to begin a text of which the first `limit` characters at least are to go, at best at the beginning of a word. */
export function startAfter(text: string, limit: number): number {
  if (limit <= 0) return 0;
  if (limit >= text.length) return text.length;
  const until = Math.min(text.length, limit + furthest);
  const space = /\s+/.exec(text.slice(limit - 1, until));
  const found = space === null ? text.length : limit - 1 + space.index + space[0].length;
  if (found < text.length) return found;
  const word = partsBetween(text, limit - furthest, until).find((start) => start >= limit);
  return word ?? (wholeCharacter(text, limit) < limit ? limit + 1 : limit);
}

/** The last end of a sentence or line in a stretch of text, behind its stop; null: there is none. */
export function sentenceEnd(text: string, from: number, to: number): number | null {
  const ends = [
    ...text.slice(from, to + 1).matchAll(/[.!?…][)\]"'”’»]*(?=\s)|[。！？]|\S(?=[^\S\n]*\n)/gu),
  ];
  const last = ends.at(-1);
  const end = last === undefined ? null : from + last.index + last[0].length;
  return end !== null && end <= to ? end : null;
}

/** Where words, and what is between them, begin in a stretch of text. */
function partsBetween(text: string, from: number, to: number): readonly number[] {
  const start = Math.max(0, from);
  return [...words.segment(text.slice(start, to))].map(({ index }) => start + index);
}

const words = new Intl.Segmenter(undefined, { granularity: 'word' });

/** A place that leaves surrogate pairs whole. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

import type { StepOf } from '../definition';

type Wanted = Pick<StepOf<'normalize'>, 'unicode' | 'whitespace' | 'lineEnds'>;

/** The same text written in one way. Every pattern is linear: a text may be one long run of blanks. */
export function normalizeText(text: string, { unicode, whitespace, lineEnds }: Wanted): string {
  let result = unicode === null ? text : text.normalize(unicode);
  if (lineEnds) result = result.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
  return whitespace ? tidyBlanks(result) : result;
}

function tidyBlanks(text: string): string {
  const lines = text.split('\n').map((line) => {
    const tidied = line.trimEnd();
    const start = tidied.length - tidied.trimStart().length;
    const words = tidied.slice(start).replace(/[^\S\n]{2,}|[^\S\n\t ]/g, ' ');
    return tidied.slice(0, start) + words;
  });
  return lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

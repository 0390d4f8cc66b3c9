import { partsOf } from '../../schemas/partsOf';
import type { Fix } from '../fix';
import { printPath } from '../printPath';
import type { LongRow } from './lengthFixes';
import { fits, mostTries, tokensOf, withValue } from './rowTokens';
import { endBefore } from './wordCuts';

/** Cuts a text that has a label where training cuts it, at the end of a word. */
export function cutEnd({ values, schema, counter }: LongRow): Fix | null {
  const part = partsOf(schema, values).find(({ role }) => role === 'prompt');
  const mask = counter.mask(values);
  if (part === undefined || mask === null) return null;
  const { path, text } = part;
  const tokens = tokensOf(mask, path, text);
  const kept = tokens.filter(({ index }) => mask.tokens[index]?.isKept === true);
  let limit = kept.at(-1)?.end ?? 0;
  for (let tries = 0; tries < mostTries && limit > 0; tries += 1) {
    const end = endBefore(text, limit);
    const value = text.slice(0, end).trimEnd();
    if (value === '') return null;
    const shortened = withValue(values, path, value);
    if (fits(counter, shortened)) {
      const gone = tokens.filter(({ start }) => start >= value.length).length;
      const title = `Cut ${gone} of ${tokens.length} tokens from the end of ${printPath(path)}`;
      return { type: 'set-value', path, value, title };
    }
    limit = Math.min(end, value.length) - 1;
  }
  return null;
}

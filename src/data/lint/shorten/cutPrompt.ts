import { columnOf, partsOf } from '../../schemas/partsOf';
import type { Part } from '../../schemas/schema';
import { isWithin } from '../../schemas/valuePaths';
import type { Fix } from '../fix';
import { printPath } from '../printPath';
import type { LongRow } from './lengthFixes';
import { fits, mostTries, tokensOf, withValue, type PlacedToken } from './rowTokens';
import { startAfter } from './wordCuts';

/** Takes the beginning off the longest prompt, so that all else of the row is trained on: what stands nearest the answer stays. */
export function cutPrompt(row: LongRow): Fix | null {
  const { values, counter } = row;
  const mask = counter.mask(values);
  if (mask === null) return null;
  const [longest] = prompts(row)
    .map((part) => ({ part, tokens: tokensOf(mask, part.path, part.text) }))
    .sort((a, b) => b.tokens.length - a.tokens.length);
  if (longest === undefined) return null;
  const { part, tokens } = longest;
  const { path, text } = part;
  let limit = placeOf(tokens, mask.tokens.length - counter.maxLength);
  for (let tries = 0; tries < mostTries && limit < text.length; tries += 1) {
    const start = startAfter(text, limit);
    const value = text.slice(start).trimStart();
    if (value === '') return null;
    if (fits(counter, withValue(values, path, value))) {
      const gone = tokens.filter((token) => token.end <= text.length - value.length).length;
      const title = `Cut ${gone} of ${tokens.length} tokens from the beginning of ${printPath(path)}, so that the answer fits`;
      return { type: 'set-value', path, value, title };
    }
    limit = start + 1;
  }
  return null;
}

/** Where a text goes on once its first tokens are gone; its end: they are all there is. */
function placeOf(tokens: readonly PlacedToken[], count: number): number {
  return tokens[count]?.start ?? Number.MAX_SAFE_INTEGER;
}

/** Texts that may be shortened: not those of a chosen answer, since the rejected one has them too. */
function prompts({ values, schema }: LongRow): readonly Part[] {
  const [, chosen] = columnOf(schema, values, 'chosen');
  const isChosen = ({ path }: Part): boolean =>
    schema.name === 'preference' && isWithin(path, chosen);
  return partsOf(schema, values).filter((part) => part.role === 'prompt' && !isChosen(part));
}

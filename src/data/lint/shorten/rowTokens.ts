import type { ValuePath } from '../../schemas/schema';
import { isSamePath } from '../../schemas/valuePaths';
import type { LossMask } from '../../tokens/lossMask';
import type { TokenCounter } from '../rule';

type Values = Readonly<Record<string, unknown>>;

/** A tokenizer may cut a shorter text into other tokens: so often a word more is taken off it. */
export const mostTries = 20;

/** Characters of one of the row's strings that a token stands for, and where the token stands in the row. */
export interface PlacedToken {
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a string of a row, in order. */
export function tokensOf({ tokens }: LossMask, path: ValuePath, text: string): PlacedToken[] {
  return tokens.flatMap(({ field }, index) => {
    // note: the token that ends an answer stands behind its text.
    if (field === null || field.start >= text.length || !isSamePath(field.path, path)) return [];
    return [{ index, start: field.start, end: Math.min(field.end, text.length) }];
  });
}

/** Whether a row with these values is trained on as a whole. */
export function fits(counter: TokenCounter, values: Values): boolean {
  const mask = counter.mask(values);
  if (mask === null || mask.tokens.length > counter.maxLength) return false;
  return mask.tokens.some(({ isTrained }) => isTrained);
}

/** The values with another one at a path that is there. */
export function withValue(values: Values, path: ValuePath, value: unknown): Values {
  return replaced(values, path, value) as Values;
}

function replaced(holder: unknown, [key, ...rest]: ValuePath, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(holder))
    return holder.map((each: unknown, at) => (at === key ? replaced(each, rest, value) : each));
  if (typeof holder !== 'object' || holder === null) return holder;
  return Object.fromEntries(
    Object.entries(holder).map(([name, each]: [string, unknown]) => [
      name,
      name === String(key) ? replaced(each, rest, value) : each,
    ]),
  );
}

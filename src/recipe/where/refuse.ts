import { nearestWord } from '../../protocol/nearestWord';
import type { Expression, Span } from './expression';
import { functions, functionsElsewhere } from './functions';
import { compilePattern } from './pattern';
import { WhereError } from './problem';
import type { Token } from './tokens';

export function refuse({ start, end }: Span, message: string, next: string): WhereError {
  return new WhereError({ message, next, start, end });
}

export function unexpected(token: Token, next: string): WhereError {
  const message =
    token.type === 'end'
      ? 'The expression ends too early.'
      : `${token.type === 'number' ? String(token.value) : `"${token.text}"`} stands in the wrong place.`;
  return refuse(token, message, next);
}

export function unknownFunction(name: string, token: Span): WhereError {
  const elsewhere = Object.hasOwn(functionsElsewhere, name) ? functionsElsewhere[name] : undefined;
  const near = elsewhere ?? nearestWord(name, Object.keys(functions));
  return refuse(
    token,
    `There is no function "${name}".`,
    near === null ? `There are ${Object.keys(functions).join(', ')}.` : `Did you mean "${near}"?`,
  );
}

/** @throws WhereError when it is no text, or one that RE2 does not understand. */
export function checkPattern(pattern: Expression | undefined): void {
  if (pattern?.type !== 'literal' || typeof pattern.value !== 'string') {
    throw refuse(
      pattern ?? { start: 0, end: 1 },
      'The pattern must be a text in quotes.',
      "Write matches(text, 'PATTERN').",
    );
  }
  const compiled = compilePattern(pattern.value);
  if (typeof compiled === 'string') {
    throw refuse(
      pattern,
      `This pattern is not understood: ${compiled}.`,
      'Patterns are those of RE2: no lookahead, no backreference.',
    );
  }
}

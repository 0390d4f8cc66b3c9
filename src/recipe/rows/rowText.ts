import { visit } from 'jsonc-parser';
import { parseUnambiguousRow } from '../../data/readers/parseUnambiguousRow';
import { ExactNumber, exactMark, exactNumberIn } from './exactNumber';
import type { Values } from './recipeRow';

/** Long numbers, large exponents and -0: only then is it worth looking closely. */
const mayBeInexact = /[\d.]{16}|\d[eE][+-]?\d{3}|[[:,]\s*-0(?!\.?0*[1-9])/;

/**
 * Reads a row as `parseUnambiguousRow` does, but keeps every digit of its numbers.
 * @throws UserError at the wrong character, or at the second of two keys
 */
export function parseExactRow(
  text: string,
  file: string,
  start: { readonly line: number; readonly column: number },
): Values {
  const values = parseUnambiguousRow(text, file, start);
  if (mayBeInexact.test(text)) keepDigits(text, values);
  return values;
}

/** The row as JSON on one line; null for numbers that JSON has no form for. */
export function printRow(values: Values): string {
  return printCounting(values).text;
}

/** The same, with how many numbers became null. */
export function printCounting(values: Values): { readonly text: string; readonly nulls: number } {
  const text = JSON.stringify(values);
  if (!text.includes(exactMark.printed)) return { text, nulls: 0 };
  let nulls = 0;
  const print = (_: string, digits: string): string => {
    if (new ExactNumber(digits).isJson) return digits;
    nulls += 1;
    return 'null';
  };
  return { text: text.replaceAll(exactMark.pattern, print), nulls };
}

/** The row as text for this process alone: every number comes back from it as it was. */
export function printAside(values: Values): string {
  return JSON.stringify(values);
}

export function parseAside(text: string): Values {
  if (!text.includes(exactMark.printed)) return JSON.parse(text) as Values;
  const revive = (_: string, value: unknown): unknown =>
    typeof value === 'string' ? (exactNumberIn(value) ?? value) : value;
  return JSON.parse(text, revive) as Values;
}

function keepDigits(text: string, values: Values): void {
  visit(text, {
    onLiteralValue(value, offset, length, _line, _column, pathOf) {
      if (typeof value !== 'number') return;
      const digits = text.slice(offset, offset + length);
      if (!isInexact(digits)) return;
      const path = pathOf();
      const holder = path.slice(0, -1).reduce<unknown>(memberOf, values);
      const key = path.at(-1);
      if (key === undefined || typeof memberOf(holder, key) !== 'number') return;
      Object.defineProperty(holder, key, {
        value: new ExactNumber(digits),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    },
  });
}

function memberOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string | number, unknown>)[key]
    : undefined;
}

function isInexact(digits: string): boolean {
  const value = Number(digits);
  if (!Number.isFinite(value)) return true;
  const [mantissa = ''] = digits.split(/[eE]/);
  const significant = mantissa.replace(/^-?[0.]*/, '').replace('.', '');
  if (value === 0) return significant !== '' || digits.startsWith('-');
  return significant.length > 15 && String(value) !== digits;
}

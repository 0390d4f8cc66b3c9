import { printRow } from './rows/rowText';
import type { Values } from './rows/recipeRow';

/**
 * A row to be read and compared: a line a field; a text with line breaks a line each. Quotes show blanks at the ends, which
 * a comparison of lines would hide.
 */
export function printFields(values: Values): string {
  return Object.keys(values)
    .map((key) => {
      const value = values[key];
      const head = `  ${key}: `;
      return typeof value === 'string' ? head + printText(value) : head + nested(value);
    })
    .join('\n');
}

function printText(text: string): string {
  const lines = text.split(/(?<=\n)/);
  if (lines.length < 2) return JSON.stringify(text);
  return lines.map((line) => `\n    ${JSON.stringify(line)}`).join('');
}

/** Lists of objects, such as messages, an object a line. */
function nested(value: unknown): string {
  const isList = Array.isArray(value) && value.some((item) => typeof item === 'object');
  if (!isList) return printValue(value);
  return value.map((item) => `\n    ${printValue(item)}`).join('');
}

function printValue(value: unknown): string {
  return printRow({ value }).slice('{"value":'.length, -1);
}

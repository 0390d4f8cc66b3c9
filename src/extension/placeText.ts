import path from 'node:path';
import type { Place } from '../protocol/errors';

/**
 * Takes `FILE:LINE:COLUMN: ` off the front of a message, where FILE is absolute or has an extension.
 * A drive letter is part of FILE.
 */
export function parsePlace(text: string): { readonly place: Place | null; readonly rest: string } {
  const match = /^((?:[A-Za-z]:)?[^:\n]+):(?:(\d+)(?::(\d+))?:)? (?=\S)/.exec(text);
  const [whole, file, line, column] = match ?? [];
  if (whole === undefined || file === undefined) return { place: null, rest: text };
  const isFile = path.isAbsolute(file) || (line !== undefined && /\.\w+$/.test(file));
  if (!isFile) return { place: null, rest: text };
  return {
    place: {
      file,
      ...(line === undefined ? {} : { line: Number(line) }),
      ...(column === undefined ? {} : { column: Number(column) }),
    },
    rest: text.slice(whole.length),
  };
}

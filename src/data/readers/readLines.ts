import { UserError } from '../../protocol/errors';
import { decodeText } from './decodeText';
import { usualLongestLine } from './row';
import type { ReadOptions } from './row';

/** Lines that stand one after the other; `first` counts from 1. */
export interface LineBatch {
  readonly first: number;
  readonly lines: readonly string[];
}

/** The file's lines in batches, without their ends: \n, \r\n or \r, as editors count them. */
export async function* readLines(path: string, options: ReadOptions): AsyncGenerator<LineBatch> {
  const { longestLine = usualLongestLine } = options;
  let rest: string[] = [];
  let restLength = 0;
  let first = 1;
  let endedWithReturn = false;
  for await (const chunk of decodeText(path, options)) {
    // A \r at the end of a chunk has ended its line; the \n of the next chunk belongs to it.
    const text = endedWithReturn && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    endedWithReturn = chunk.endsWith('\r');
    const lines = text.includes('\r') ? text.split(/\r\n|\r|\n/) : text.split('\n');
    const last = lines.pop() ?? '';
    const [opening] = lines;
    if (opening !== undefined) {
      lines[0] = rest.join('') + opening;
      rest = [];
      restLength = 0;
      yield { first, lines };
      first += lines.length;
    }
    if (last !== '') rest.push(last);
    restLength += last.length;
    if (restLength > longestLine) throw lineTooLong(path, first);
  }
  if (restLength > 0) yield { first, lines: [rest.join('')] };
}

/** What is said when a line or row never seems to end. */
export function lineTooLong(path: string, line: number): UserError {
  return new UserError('This line is too long: over 16 million characters.', {
    place: { file: path, line },
    next: 'Check that the file has one row per line, and that quotes are closed.',
  });
}

import { UserError } from '../../protocol/errors';
import { firstKeyTwice } from '../lint/scan/parseJsonRecord';
import { advance, parseJsonRow } from './parseJsonRow';

/**
 * Reads a row as `parseJsonRow` does, but loses no value to a key that stands twice: which of the two is meant, nobody can tell.
 * What reads rows to train on, to judge a model by or to write them again reads them so; lint reports them as L-FMT-05.
 * @throws UserError at the wrong character, or at the second of two keys
 */
export function parseUnambiguousRow(
  text: string,
  file: string,
  start: { readonly line: number; readonly column: number },
): Readonly<Record<string, unknown>> {
  const values = parseJsonRow(text, file, start);
  const twice = firstKeyTwice(text, values);
  if (twice === null) return values;
  const name = twice.name.slice(0, 40);
  throw new UserError(`Key "${name}" stands twice in this row: one of its values would be lost.`, {
    place: { file, ...advance(text, twice.key.start, start) },
    next: 'Take one out, or let "finetune lint FILE --rules L-FMT-05 --fix --out COPY" write a copy with the last one.',
  });
}

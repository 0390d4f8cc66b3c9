import type { Severity } from '../../../protocol/lint';
import type { ValuePath } from '../../schemas/schema';
import type { Fix } from '../fix';
import type { RuleFinding } from '../rule';
import { withoutNewProblems } from './cleanText';
import type { TextRange } from './textRange';
import { isBlank } from './whitespace';

/** A text of a row and where it stands. */
export interface Field {
  readonly path: ValuePath;
  readonly text: string;
}

/**
 * A finding about places in one text: the first is where it stands, the others are further places.
 * @param ranges at least one
 */
export function fieldFinding(
  { path }: Field,
  ranges: readonly TextRange[],
  rest: {
    readonly message: string;
    readonly severity?: Severity;
    readonly fixes?: () => readonly Fix[];
  },
): RuleFinding {
  const [at = { path }, ...more] = ranges.map(({ start, end }) => ({ path, start, end }));
  return more.length === 0 ? { at, ...rest } : { at, more, ...rest };
}

/** Puts another text in place of a field's: what is left blank by it goes with its row. */
export function replaceText({ path, text }: Field, title: string, mended: string): Fix {
  const value = withoutNewProblems(text, mended);
  return isBlank(value)
    ? { title: 'Delete this row', type: 'delete-row' }
    : { title, type: 'set-value', path, value };
}

/** "1 place", "3 places". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

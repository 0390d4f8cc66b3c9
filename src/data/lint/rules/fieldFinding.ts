import type { Severity } from '../../../protocol/lint';
import { valueAt } from '../../schemas/columnPath';
import type { ValuePath } from '../../schemas/schema';
import { deleteRow, type Fix } from '../fix';
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
 * A finding about places in one text: the first is where it stands, the others are further places. What is kept of it does not
 * hold the text: `fix` gets it anew.
 * @param ranges at least one
 */
export function fieldFinding(
  { path }: Field,
  ranges: readonly TextRange[],
  said: {
    readonly message: string;
    readonly severity?: Severity;
    readonly fix?: (field: Field) => Fix;
  },
): RuleFinding {
  const [at = { path }, ...more] = ranges.map(({ start, end }) => ({ path, start, end }));
  const { message, severity, fix } = said;
  return {
    at,
    message,
    ...(severity === undefined ? {} : { severity }),
    ...(more.length === 0 ? {} : { more }),
    ...(fix === undefined ? {} : { fixes: (values) => fixOf(values, path, fix) }),
  };
}

function fixOf(values: unknown, path: ValuePath, fix: (field: Field) => Fix): readonly Fix[] {
  const text = valueAt(values, path);
  return typeof text === 'string' ? [fix({ path, text })] : [];
}

/** Some characters of a text to quote: a copy, since a part of a string keeps the whole in memory. */
export function excerpt(text: string, { start, end }: TextRange, most = 40): string {
  const part = text.slice(start, Math.min(end, start + most)).replace(/\s+/g, ' ');
  return Buffer.from(end - start > most ? `${part}…` : part).toString();
}

/** Puts another text in place of a field's: what is left blank by it goes with its row. */
export function replaceText({ path, text }: Field, title: string, mended: string): Fix {
  const value = withoutNewProblems(text, mended);
  return isBlank(value) ? deleteRow : { title, type: 'set-value', path, value };
}

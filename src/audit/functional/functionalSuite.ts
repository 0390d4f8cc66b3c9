import path from 'node:path';
import { hashFile } from '../../data/hashFile';
import { readRows, sourceOf } from '../../data/readRows';
import type { AuditCoverage, AuditId, AuditSource } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';

/** A text that a classifier must get right, what it tests, and whom it is about. */
export interface FunctionalCase {
  readonly text: string;
  readonly label: string;
  readonly functionality: string;
  /** null: about nobody in particular. */
  readonly group: string | null;
  /** Where it stands in the file, from 1. */
  readonly row: number;
  readonly line: number;
}

/** Functional tests in the manner of HateCheck (Röttger et al. 2021). */
export interface FunctionalSuite {
  readonly id: AuditId;
  readonly path: string;
  readonly source: AuditSource;
  /** To be predicted, in this order; a text each of `cases`. */
  readonly texts: readonly string[];
  readonly cases: readonly FunctionalCase[];
  readonly coverage: AuditCoverage;
}

/** Characters of a text, and of the name of a group or functionality: a report shows them whole. */
const [longestText, longestName] = [10_000, 200];

const form =
  'Give the columns text, label, functionality and group, such as {"text": "…", "label": "neutral", "functionality": "negation", "group": "women"}.';

/** @throws UserError with file and line for a file of another form */
export async function readFunctionalSuite(file: string): Promise<FunctionalSuite> {
  const cases: FunctionalCase[] = [];
  const seen = new Set<string>();
  let rows = 0;
  for await (const { row, line, values } of readRows(sourceOf(file))) {
    const read = (column: string): string | null => {
      const value = values[column];
      if (value === undefined || value === null || value === '') return null;
      if (typeof value === 'string') {
        const most = column === 'text' ? longestText : longestName;
        if (value.length <= most) return value;
        const says = `"${column}" of this row has ${formatCount(value.length)} characters, over ${formatCount(most)}.`;
        throw otherForm(file, line, says);
      }
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      throw otherForm(file, line, `"${column}" of this row is no text.`);
    };
    const required = (column: string): string => {
      const value = read(column);
      if (value !== null) return value;
      const columns = Object.keys(values).join(', ').slice(0, 150);
      throw otherForm(file, line, `This row has no "${column}"; its columns are ${columns}.`);
    };
    const asked = {
      ...{ text: required('text'), label: required('label') },
      ...{ functionality: required('functionality'), group: read('group') },
    };
    rows += 1;
    // note: a copy has the answer of the first, and would count as further evidence.
    const key = JSON.stringify(Object.values(asked));
    if (!seen.has(key)) cases.push({ ...asked, row, line });
    seen.add(key);
  }
  if (cases.length === 0) throw otherForm(file, 1, 'There is no row in this file.');
  const id: AuditId = `functional/${path.basename(file)}`;
  const about = cases.filter(({ group }) => group !== null).length;
  const copies = rows - cases.length;
  const notes = [
    ...(about < cases.length ? [`${countOf(about, 'row')} with a group.`] : []),
    ...(copies > 0 ? [`${countOf(copies, 'copy', 'copies')} of other rows left out.`] : []),
  ];
  const hash = await hashFile(file);
  return {
    ...{ id, path: file, cases, texts: cases.map(({ text }) => text) },
    source: { kind: 'suite', path: file, hash, rows },
    coverage: {
      ...{ id, used: cases.length, of: rows },
      note: notes.length === 0 ? null : notes.join(' '),
    },
  };
}

function otherForm(file: string, line: number, message: string): UserError {
  return new UserError(message, { place: { file, line }, next: form });
}

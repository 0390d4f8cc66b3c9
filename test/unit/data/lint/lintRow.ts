import { editsOf, isEdits, withEdits } from '../../../../src/data/lint/applyFix';
import { rowChecker } from '../../../../src/data/lint/checkRow';
import type { Change } from '../../../../src/data/lint/fix';
import type { Found } from '../../../../src/data/lint/found';
import { ReadRow } from '../../../../src/data/lint/lintedRow';
import { rowStringsReader } from '../../../../src/data/lint/rowStrings';
import type { LintContext, RowRule } from '../../../../src/data/lint/rule';
import { allRules } from '../../../../src/data/lint/ruleSettings';
import { rowRules } from '../../../../src/data/lint/ruleTable';
import { partsOf } from '../../../../src/data/schemas/partsOf';
import type { Schema } from '../../../../src/data/schemas/schema';

const strings = rowStringsReader();

/** What the row rules find in one row of a JSONL file of this schema. */
export function lintRow(
  schema: Schema,
  values: Readonly<Record<string, unknown>>,
  rules: readonly RowRule[] = rowRules,
  raw = JSON.stringify(values),
): readonly Found[] {
  const context: LintContext = {
    ...{ path: 'rows.jsonl', schema, thresholds: {} },
    ...{ declaredLabels: null, shuffles: null, tokens: null },
  };
  const placing = { path: 'rows.jsonl', syntax: { type: 'json' }, settings: allRules } as const;
  const place = { line: 1, column: 1, raw, start: 0, end: raw.length, next: raw.length };
  const record = { ...place, kind: 'row', cells: null, problems: [], isReadable: true } as const;
  const row = new ReadRow(1, 1, values, { schema, parts: partsOf, strings });
  return rowChecker(context, rules, placing)({ record, row: 1, values, problems: [] }, row);
}

/** The row with a change made in its text; 'delete-row' where it goes, null where the change cannot be made. */
export function mendRow(
  raw: string,
  change: Change,
): Readonly<Record<string, unknown>> | 'delete-row' | null {
  const edits = editsOf(raw, { type: 'json' }, change);
  if (!isEdits(edits)) return edits === 'delete-row' ? edits : null;
  return JSON.parse(withEdits(raw, edits)) as Record<string, unknown>;
}

import { assertNever } from '../../protocol/assertNever';
import type { ColumnFilter, RowFilter } from '../../protocol/datasetPage';
import type { RuleId } from '../../protocol/lint';
import type { TextRow } from '../lint/scan/textRow';
import { cellText } from './cellText';

/** Whether a row passes a filter. `rulesOf` says which rules it breaks. */
export type MatchRow = (row: TextRow) => boolean;

/** Makes ready to test rows against a filter; null: every row passes. */
export function matchRow(
  { text, problem, columns }: RowFilter,
  rulesOf: (row: number) => readonly RuleId[],
): MatchRow | null {
  const needle = text.trim().toLowerCase();
  if (needle === '' && problem === null && columns.length === 0) return null;
  return ({ row, values, record }) => {
    if (row === null) return false;
    if (problem !== null) {
      const rules = rulesOf(row);
      if (problem === 'any' ? rules.length === 0 : !rules.includes(problem)) return false;
    }
    if (values === null) return columns.length === 0 && contains(record.raw, needle);
    if (!columns.every((filter) => passes(filter, values[filter.column]))) return false;
    return (
      needle === '' || Object.values(values).some((value) => contains(cellText(value), needle))
    );
  };
}

function contains(text: string, needle: string): boolean {
  return needle === '' || text.toLowerCase().includes(needle);
}

function passes(filter: ColumnFilter, value: unknown): boolean {
  const text = cellText(value);
  switch (filter.kind) {
    case 'value':
      return text === filter.value;
    case 'length':
      return text !== '' && text.length >= filter.low && text.length <= filter.high;
    case 'number': {
      const number = typeof value === 'number' ? value : Number(text);
      return text !== '' && number >= filter.low && number <= filter.high;
    }
    default:
      return assertNever(filter, 'filter');
  }
}

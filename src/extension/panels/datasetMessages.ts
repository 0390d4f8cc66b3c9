import type {
  ColumnFilter,
  FromDatasetPage,
  RowFilter,
  RowOrder,
  RuleAction,
} from '../../protocol/datasetPage';
import { isRuleId } from '../../protocol/lint';

/** Checks what the dataset page sends: exact shapes, bounded sizes, anything else is null. */
export function parseFromDatasetPage(raw: unknown): FromDatasetPage | null {
  const message = fieldsOf(raw);
  switch (message.type) {
    case 'ready':
      return { type: 'ready' };
    case 'check':
    case 'stop':
    case 'reopen':
      return { type: message.type };
    case 'rows': {
      const { version, at, count } = message;
      const isWhole = isNumber(version) && isNumber(at) && isNumber(count);
      return isWhole ? { type: 'rows', version, at, count } : null;
    }
    case 'view': {
      const [filter, order] = [filterOf(message.filter), orderOf(message.order)];
      return filter === null || order === undefined ? null : { type: 'view', filter, order };
    }
    case 'detail':
      return isNumber(message.row) ? { type: 'detail', row: message.row } : null;
    case 'open-line':
      return isNumber(message.line) ? { type: 'open-line', line: message.line } : null;
    case 'open': {
      const { what, path } = message;
      const isKnown = what === 'config' || what === 'dataset' || what === 'run';
      return isKnown && isText(path) ? { type: 'open', what, path } : null;
    }
    case 'open-place': {
      const { path, line } = message;
      return isText(path) && isNumber(line) ? { type: 'open-place', path, line } : null;
    }
    case 'fix': {
      const { rule, row, line, title } = message;
      const isWhole = isRuleId(rule) && isNumber(row) && isNumber(line) && isText(title);
      return isWhole ? { type: 'fix', rule, row, line, title } : null;
    }
    case 'suppress-row': {
      const { rule, line, column } = message;
      const isWhole = isRuleId(rule) && isNumber(line) && isNumber(column);
      return isWhole ? { type: 'suppress-row', rule, line, column } : null;
    }
    case 'rule': {
      const { rule, action } = message;
      return isRuleId(rule) && isAction(action) ? { type: 'rule', rule, action } : null;
    }
    case 'act':
      return isText(message.id) ? { type: 'act', id: message.id } : null;
    case 'schema': {
      const { name } = message;
      return name === null || isText(name) ? { type: 'schema', name } : null;
    }
    default:
      return null;
  }
}

const longestText = 10_000;
const mostColumns = 64;

function filterOf(raw: unknown): RowFilter | null {
  const { text, problem, columns } = fieldsOf(raw);
  if (!isText(text) || !Array.isArray(columns) || columns.length > mostColumns) return null;
  if (problem !== null && problem !== 'any' && !isRuleId(problem)) return null;
  const parsed = columns.map(columnOf);
  const known = parsed.filter((column) => column !== null);
  return known.length === parsed.length ? { text, problem, columns: known } : null;
}

function columnOf(raw: unknown): ColumnFilter | null {
  const { column, kind, value, low, high } = fieldsOf(raw);
  if (!isText(column)) return null;
  if (kind === 'value') return isText(value) ? { column, kind, value } : null;
  const isRange = (kind === 'number' || kind === 'length') && isFigure(low) && isFigure(high);
  return isRange ? { column, kind, low, high } : null;
}

/** Undefined: it is no order. */
function orderOf(raw: unknown): RowOrder | null | undefined {
  if (raw === null) return null;
  const { column, direction } = fieldsOf(raw);
  const isDirection = direction === 'ascending' || direction === 'descending';
  return isText(column) && isDirection ? { column, direction } : undefined;
}

function fieldsOf(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
}

function isAction(value: unknown): value is RuleAction {
  return value === 'fix-all' || value === 'suppress' || value === 'explain';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestText;
}

function isFigure(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

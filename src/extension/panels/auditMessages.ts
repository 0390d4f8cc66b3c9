import type { AuditExport, FromAuditPage } from '../../protocol/auditPage';
import { auditExports } from '../../protocol/auditPage';

const longestText = 4_096;

/** Checks what the page of an audit sends: exact shapes, bounded sizes, anything else is null. */
export function parseFromAuditPage(raw: unknown): FromAuditPage | null {
  const { type, path, line, format, remedy } = fieldsOf(raw);
  switch (type) {
    case 'ready':
    case 'audit-again':
    case 'open-run':
    case 'compare':
      return { type };
    case 'open-row':
      return isText(path) && isLine(line) ? { type, path, line } : null;
    case 'export':
      return isExport(format) ? { type, format } : null;
    case 'apply':
      return isText(remedy) ? { type, remedy } : null;
    default:
      return null;
  }
}

type Fields = Readonly<Partial<Record<'type' | 'path' | 'line' | 'format' | 'remedy', unknown>>>;

function fieldsOf(raw: unknown): Fields {
  return typeof raw === 'object' && raw !== null ? raw : {};
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longestText;
}

function isLine(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1;
}

function isExport(value: unknown): value is AuditExport {
  return auditExports.some((each) => each === value);
}

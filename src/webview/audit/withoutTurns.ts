import type { AuditReport } from '../../protocol/audit';

const turns = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A report whose names and texts turn no reading order: characters that would show "male" as "elam", or move what stands beside a
 * name, are dots. Lengths stay, so that marked spans do; paths stay whole, since they are opened.
 */
export function withoutTurns(report: AuditReport): AuditReport {
  const text = JSON.stringify(report, (key, value: unknown) =>
    typeof value === 'string' && key !== 'path' ? value.replace(turns, '·') : value,
  );
  return JSON.parse(text) as AuditReport;
}

import type { MetricLine } from '../protocol/run';

/**
 * The points of a run as CSV with a head, for spreadsheets: a text that a spreadsheet would take for a
 * formula gets an apostrophe in front (OWASP, CSV injection).
 */
export function metricsAsCsv(lines: readonly MetricLine[]): string {
  const first = ['step', 'epoch', 'time', 'split'];
  const others = new Set(lines.flatMap((line) => Object.keys(line)));
  const columns = [...first, ...[...others].filter((column) => !first.includes(column))];
  const rows = lines.map((line) =>
    columns.map((column) => cell((line as unknown as Record<string, unknown>)[column])).join(','),
  );
  return [columns.map(cell).join(','), ...rows, ''].join('\r\n');
}

function cell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

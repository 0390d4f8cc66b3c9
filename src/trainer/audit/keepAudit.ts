import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { auditMarkdown } from '../../audit/report/auditMarkdown';
import type { AuditReport } from '../../protocol/audit';
import { runPaths } from '../../runs/runFolder';
import { writeFileAtomically } from '../../runs/writeAtomically';

/** Writes reports/audit-SPLIT-TIME.json and .md into a run folder; returns the path of the first. */
export function keepAudit(run: string, report: AuditReport): string {
  const { reports } = runPaths(run);
  mkdirSync(reports, { recursive: true });
  const time = new Date(report.createdAt * 1000).toISOString().replace(/[-:]|\.\d+Z/g, '');
  const about = report.split ?? (report.data === null ? 'suites' : 'data');
  const base = path.join(reports, `audit-${about}-${time}`);
  writeFileAtomically(`${base}.md`, auditMarkdown(report));
  writeFileAtomically(`${base}.json`, `${JSON.stringify(report)}\n`);
  return `${base}.json`;
}

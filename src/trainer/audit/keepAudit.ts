import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { auditMarkdown } from '../../audit/report/auditMarkdown';
import type { AuditReport } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { diskError } from '../../runs/diskError';
import { runPaths } from '../../runs/runFolder';
import { writeFileAtomically, writeNewFileAtomically } from '../../runs/writeAtomically';

/**
 * Writes reports/audit-SPLIT-TIME.json and .md into a run folder, both or neither; returns the path of the first. Of several audits of
 * one second the later ones get a number.
 * @throws UserError where there is no room, or nothing may be written
 */
export function keepAudit(run: string, report: AuditReport): string {
  const { reports } = runPaths(run);
  const time = new Date(report.createdAt * 1000).toISOString().replace(/[-:]|\.\d+Z/g, '');
  const about = report.split ?? (report.data === null ? 'suites' : 'data');
  try {
    mkdirSync(reports, { recursive: true });
    const kept = writeBoth(path.join(reports, `audit-${about}-${time}`), report);
    completeReports(reports);
    return kept;
  } catch (error) {
    const known = diskError(error);
    if (known === null) throw error;
    throw new UserError(`The report cannot be kept with its run. ${known.message}`, {
      place: { file: reports },
      next: `Mend that and audit again, or audit ${runPaths(run).model}, of which nothing is kept.`,
    });
  }
}

/** Writes the Markdown of audits that were killed between their two files. */
function completeReports(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^audit-.*\.json$/.test(name)) continue;
    const file = path.join(folder, name);
    const markdown = file.replace(/\.json$/, '.md');
    if (existsSync(markdown)) continue;
    const text = markdownOf(file);
    if (text !== null) writeFileAtomically(markdown, text);
  }
}

/** Null for a file that somebody else damaged: it is no matter of this audit. */
function markdownOf(file: string): string | null {
  try {
    return auditMarkdown(JSON.parse(readFileSync(file, 'utf8')) as AuditReport);
  } catch {
    return null;
  }
}

function writeBoth(base: string, report: AuditReport): string {
  const json = `${JSON.stringify(report)}\n`;
  let [own, number] = [base, 1];
  // note: the name is taken by the first file, so that two audits at once do not mix theirs.
  while (!writeNewFileAtomically(`${own}.json`, json)) {
    number += 1;
    own = `${base}-${number}`;
  }
  try {
    writeFileAtomically(`${own}.md`, auditMarkdown(report));
  } catch (error) {
    rmSync(`${own}.json`, { force: true });
    throw error;
  }
  return `${own}.json`;
}

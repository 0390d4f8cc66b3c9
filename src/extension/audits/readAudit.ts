import { readFile } from 'node:fs/promises';
import type { AuditReport } from '../../protocol/audit';
import { UserError, printUserError } from '../../protocol/errors';
import { ifThere } from '../../protocol/ifThere';

/** An audit report, or why there is none. */
export type ReadAudit =
  | { readonly type: 'report'; readonly report: AuditReport }
  | { readonly type: 'unreadable'; readonly reason: string };

/** Never throws: a page shows the reason. */
export async function readAudit(file: string): Promise<ReadAudit> {
  let text: string | null;
  try {
    text = await ifThere(file, readFile(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { type: 'unreadable', reason: printUserError(error) };
  }
  if (text === null) {
    return { type: 'unreadable', reason: 'This audit is no longer there. Audit again.' };
  }
  const report = parseAudit(text);
  return report === null
    ? { type: 'unreadable', reason: `${file} holds no audit report. Audit again.` }
    : { type: 'report', report };
}

/** What `finetune audit --json` printed; null when it is something else. */
export function parseAudit(text: string): AuditReport | null {
  try {
    const raw: unknown = JSON.parse(text);
    return isReport(raw) ? raw : null;
  } catch {
    return null;
  }
}

/** The parts without which a page could not draw anything. */
function isReport(raw: unknown): raw is AuditReport {
  if (typeof raw !== 'object' || raw === null) return false;
  const fields = raw as Readonly<Partial<Record<keyof AuditReport, unknown>>>;
  const areStrings = [fields.subject, fields.kind, fields.summary].every(
    (each) => typeof each === 'string',
  );
  const areLists = [
    fields.checks,
    fields.changes,
    fields.coverage,
    fields.sources,
    fields.caveats,
  ].every(Array.isArray);
  const hasMethod = typeof fields.method === 'object' && fields.method !== null;
  return areStrings && areLists && hasMethod && typeof fields.createdAt === 'number';
}

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { auditMarkdown } from '../../audit/report/auditMarkdown';
import { auditSarif } from '../../audit/report/auditSarif';
import { modelCardSection } from '../../audit/report/modelCard';
import type { AuditReport } from '../../protocol/audit';
import type { AuditExport } from '../../protocol/auditPage';
import { UserError } from '../../protocol/errors';

const endings: Readonly<Record<AuditExport, string>> = {
  markdown: 'md',
  json: 'json',
  sarif: 'sarif',
  'model-card': 'md',
};

/** Writes an audit where the user says, as the command line prints it, and opens the file. */
export async function exportAudit(
  report: AuditReport,
  name: string,
  format: AuditExport,
): Promise<void> {
  const ending = endings[format];
  const what = format === 'model-card' ? 'model-card' : 'audit';
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? path.dirname(report.subject);
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(folder, `${name}.${what}.${ending}`)),
    filters: { [ending.toUpperCase()]: [ending] },
    title: 'Export the audit',
    saveLabel: 'Export',
  });
  if (target === undefined) return;
  await writeFile(target.fsPath, printAudit(report, format)).catch((error: unknown) => {
    throw new UserError(`${target.fsPath} could not be written: ${String(error)}.`, {
      next: 'Choose another place.',
    });
  });
  await vscode.window.showTextDocument(target);
}

/** The document in one of its forms. */
function printAudit(report: AuditReport, format: AuditExport): string {
  switch (format) {
    case 'markdown':
      return auditMarkdown(report);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(auditSarif(report), null, 1)}\n`;
    case 'model-card':
      return modelCardSection(report);
  }
}

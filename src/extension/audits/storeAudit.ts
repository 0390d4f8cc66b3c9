import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AuditReport } from '../../protocol/audit';
import { ifThere } from '../../protocol/ifThere';
import { diskError } from '../../runs/diskError';
import { runPaths } from '../../runs/runFolder';
import type { Services } from '../services';
import { readAudit } from './readAudit';

/** Reports kept of a model folder or a data file; those of runs stand in their folders. */
const mostKept = 10;

/** Where the report of an audit stands: the run keeps it, else the editor does. */
export async function storeAudit(services: Services, report: AuditReport): Promise<string> {
  const kept = await keptByRun(report).catch((error: unknown) => {
    // note: the audit is done, and must not be lost with a folder that cannot be listed.
    services.log.warn(`The run's reports: ${String(error)}`);
    return null;
  });
  return kept ?? (await keep(services, report));
}

/** The file that the command line wrote into the run's folder. */
async function keptByRun({ subject, createdAt }: AuditReport): Promise<string | null> {
  const { reports } = runPaths(subject);
  const names = (await ifThere(reports, readdir(reports))) ?? [];
  for (const name of names.sort().reverse()) {
    if (!/^audit-.*\.json$/.test(name)) continue;
    const read = await readAudit(path.join(reports, name));
    if (read.type === 'report' && read.report.createdAt === createdAt) {
      return path.join(reports, name);
    }
  }
  return null;
}

async function keep({ context }: Services, report: AuditReport): Promise<string> {
  const storage = context.storageUri ?? context.globalStorageUri;
  const folder = path.join(storage.fsPath, 'audits');
  await mkdir(folder, { recursive: true });
  const of = createHash('sha256').update(report.subject).digest('hex').slice(0, 16);
  const time = Math.round(report.createdAt * 1000);
  const file = path.join(folder, `${of}-${time}.json`);
  await writeAtomically(file, JSON.stringify(report));
  const own = (await readdir(folder)).filter((name) => name.startsWith(`${of}-`)).sort();
  for (const name of own.slice(0, -mostKept)) await rm(path.join(folder, name), { force: true });
  return file;
}

/** Complete or absent, also where the disk is full. note: as src/runs/writeAtomically.ts does, which would block the host. */
async function writeAtomically(file: string, text: string): Promise<void> {
  const temporary = `${file}.tmp`;
  try {
    await writeFile(temporary, text, { flush: true });
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw diskError(error) ?? error;
  }
}

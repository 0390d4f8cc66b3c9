import path from 'node:path';
import type { AuditReport } from '../../protocol/audit';
import type { RunAudit } from '../../protocol/auditPage';
import { thresholdsCaveat } from '../../protocol/thresholdsCaveat';
import { runPaths } from '../../runs/runFolder';
import type { KnownRun } from '../runs/knownRun';
import { readAudit } from './readAudit';

/** Reads what the newest audits of runs say, each report once: some are megabytes. */
export class RunAudits {
  private readonly known = new Map<string, RunAudit | null>();

  /** Those of the runs that have one. */
  async of(runs: readonly KnownRun[]): Promise<readonly RunAudit[]> {
    const found: RunAudit[] = [];
    for (const { folder, audits } of runs) {
      const name = newestOf(audits);
      if (name === null) continue;
      const file = path.join(runPaths(folder).reports, name);
      let audit = this.known.get(file);
      if (audit === undefined) {
        const read = await readAudit(file);
        audit = read.type === 'report' ? runAudit(folder, read.report) : null;
        this.known.set(file, audit);
      }
      if (audit !== null) found.push(audit);
    }
    return found;
  }
}

/** The figures that compare all groups; what is about one group has no place in a picture of runs. */
export function runAudit(run: string, { checks, data, caveats }: AuditReport): RunAudit {
  return {
    run,
    dataHash: data?.hash ?? null,
    isByThresholds: caveats.some((caveat) => caveat.includes(thresholdsCaveat)),
    figures: checks.flatMap(({ id, metric, variant, group, disparity, verdict }) =>
      group !== null || disparity === null || verdict === 'model-too-weak'
        ? []
        : [{ id, metric, variant, ...disparity }],
    ),
  };
}

/** Names end with the time of the audit. */
function newestOf(names: readonly string[]): string | null {
  const time = (name: string): string => name.split('-').at(-1) ?? '';
  return [...names].sort((a, b) => time(a).localeCompare(time(b))).at(-1) ?? null;
}

import path from 'node:path';
import { assertNever } from '../../protocol/assertNever';
import type { AuditReport } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import type { FromAuditPage, ToAuditPage } from '../../protocol/auditPage';
import { applyRemedy } from '../audits/applyRemedy';
import { exportAudit } from '../audits/exportAudit';
import { readAudit } from '../audits/readAudit';
import { withKnownRuns } from '../audits/withKnownRuns';
import { findingOf, planRemedies } from '../audits/remedies';
import type { RemedyPlan } from '../audits/remedies';
import { placesOf, trainingOf } from '../audits/trainingOf';
import type { Training } from '../audits/trainingOf';
import { trainingRows } from '../audits/trainingRows';
import type { CommandName } from '../contributions';
import type { DatasetReader } from '../datasets/datasetReader';
import type { Services } from '../services';
import { showFailure } from '../showFailure';
import { nameFromFolder } from '../views/runText';
import { parseFromAuditPage } from './auditMessages';
import { openRow } from './openRow';
import type { Page, PageHost, PageKind } from './panel';

type Execute = (command: CommandName, ...parameters: unknown[]) => Thenable<unknown>;

/** The page of an audit; its id is the path of the report. */
export function auditPageKind(
  services: Services,
  datasets: DatasetReader,
  execute: Execute,
): PageKind<FromAuditPage, ToAuditPage> {
  return {
    name: 'audit',
    titleOf: () => 'Bias audit',
    connect: (page) => new AuditPage(services, datasets, execute, page),
  };
}

class AuditPage implements PageHost<FromAuditPage> {
  private report: AuditReport | null = null;

  readonly parse = parseFromAuditPage;

  constructor(
    private readonly services: Services,
    private readonly datasets: DatasetReader,
    private readonly execute: Execute,
    private readonly page: Page<ToAuditPage>,
  ) {}

  async sendSnapshot(): Promise<void> {
    const read = await readAudit(this.page.id);
    await this.services.runs.settled();
    if (read.type === 'unreadable') {
      this.report = null;
      this.page.post({ type: 'failed', reason: read.reason });
      return;
    }
    const report = withKnownRuns(read.report, this.services.runs.known());
    this.report = report;
    const name = this.nameOf(report.subject);
    this.page.setTitle(`Audit of ${name}`);
    const { remedies, notes } = await this.plan(
      report,
      await trainingOf(this.services, report.subject),
    );
    this.page.post({
      type: 'snapshot',
      report,
      name,
      baseName: report.base === null ? null : this.nameOf(report.base),
      remedies: remedies.map(({ id, title, words, action }) => ({ id, title, words, action })),
      remedyNotes: notes,
      isRun: this.isRun(report.subject),
      canCompare: this.isRun(report.subject) && this.isRun(report.base),
    });
  }

  async receive(message: FromAuditPage): Promise<void> {
    try {
      await this.act(message);
    } catch (error) {
      void showFailure(this.services.log, error);
    }
  }

  dispose(): void {
    return;
  }

  private async act(message: FromAuditPage): Promise<void> {
    const { report } = this;
    switch (message.type) {
      case 'ready':
        return this.sendSnapshot();
      case 'open-row':
        return openRow(this.services, message);
      case 'export':
        if (report !== null) await exportAudit(report, this.nameOf(report.subject), message.format);
        return;
      case 'apply':
        return report === null ? undefined : this.apply(report, message.remedy);
      case 'audit-again':
        await this.execute('audit', report?.subject);
        return;
      case 'compare':
        if (report?.base != null)
          await this.execute('compareRuns', report.base, [report.base, report.subject], 'trade');
        return;
      case 'open-run':
        if (report !== null) await this.execute('openRun', report.subject);
        return;
      default:
        return assertNever(message, 'message from the audit page');
    }
  }

  private async plan(report: AuditReport, training: Training): Promise<RemedyPlan> {
    const finding = findingOf(report);
    // note: nobody waits for a large training file where there is nothing to mend.
    const isNothing = finding.sources.length + finding.axes.length === 0;
    const rows = isNothing ? null : await trainingRows(this.datasets, training);
    return planRemedies(finding, placesOf(training), rows);
  }

  private async apply(report: AuditReport, id: string): Promise<void> {
    const training = await trainingOf(this.services, report.subject);
    const { remedies, notes } = await this.plan(report, training);
    const remedy = remedies.find((each) => each.id === id);
    if (remedy === undefined) {
      throw new UserError('This cannot be written any more: its rows have changed.', {
        next: notes[0] ?? 'Audit again.',
      });
    }
    await applyRemedy(this.services, remedy, training);
  }

  private isRun(subject: string | null): boolean {
    return subject !== null && this.services.runs.get(subject)?.type === 'run';
  }

  private nameOf(subject: string): string {
    const run = this.services.runs.get(subject);
    return run?.type === 'run' ? run.record.name : nameFromFolder(path.basename(subject));
  }
}

import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import type { FromAuditPage, ToAuditPage } from '../../protocol/auditPage';
import { runPaths } from '../../runs/runFolder';
import { auditArguments } from '../audits/auditArguments';
import type { AuditCall } from '../audits/auditArguments';
import { askReference } from '../audits/askReference';
import { askSuites } from '../audits/askSuites';
import {
  askBase,
  askCluster,
  askData,
  askGroups,
  askPositive,
  auditTitles,
} from '../audits/auditQuestions';
import { auditTarget, subjectOf } from '../audits/auditTarget';
import type { AuditTarget } from '../audits/auditTarget';
import { parseAudit } from '../audits/readAudit';
import { storeAudit } from '../audits/storeAudit';
import { ofClassifier, ofEncoder } from '../audits/askableSuites';
import { runCli } from '../cliProcess';
import type { DatasetReader } from '../datasets/datasetReader';
import { findDatasets } from '../datasets/findDatasets';
import type { Pages } from '../panels/panel';
import type { Services } from '../services';
import { reportName } from '../views/runParts';
import { dataFileOf } from './dataFileOf';
import { foldersOf } from './targets';
import { requireTrust } from './trust';
import { withProgress } from './withProgress';
import { folderOf } from '../folderOf';

export interface AuditTools {
  readonly services: Services;
  readonly datasets: DatasetReader;
  readonly page: Pages<FromAuditPage, ToAuditPage>;
}

/** Audits a run, a model folder or a data file in a process of its own, then opens the report. */
export async function audit(tools: AuditTools, parameters: readonly unknown[]): Promise<void> {
  requireTrust();
  const target = await auditTarget(tools.services, parameters);
  if (target === undefined) return;
  const call = await askCall(tools, target);
  if (call !== undefined) await runAudit(tools, target, call);
}

/** Audits a data file before anything is trained on it. */
export async function auditDataset(
  tools: AuditTools,
  parameters: readonly unknown[],
): Promise<void> {
  requireTrust();
  const file = dataFileOf(parameters[0]) ?? (await pickDataset(tools.services));
  if (file === undefined) return;
  const target: AuditTarget = { kind: 'dataset', file };
  const call = await askCall(tools, target);
  if (call !== undefined) await runAudit(tools, target, call);
}

/** Opens a report that is there already: the one it was called with, else one of a run. */
export async function openAudit(
  { services, page }: AuditTools,
  parameters: readonly unknown[],
): Promise<void> {
  const [file] = parameters;
  if (typeof file === 'string' && /audit-[^\\/]*\.json$/.test(file)) {
    page.show(file);
    return;
  }
  await services.runs.settled();
  const [folder] = foldersOf(parameters);
  const reports = services.runs
    .known()
    .filter((run) => folder === undefined || run.folder === folder)
    .flatMap((run) =>
      [...run.audits].reverse().map((name) => {
        const { split, time } = reportName(name);
        const file = path.join(runPaths(run.folder).reports, name);
        return { label: run.record.name, description: `${split}, ${time}`, file };
      }),
    );
  if (reports.length === 0) {
    throw new UserError('No run has been audited yet.', { next: 'Audit one: Fine-Tune: Audit.' });
  }
  const picked =
    reports.length === 1
      ? reports[0]
      : await vscode.window.showQuickPick(reports, {
          placeHolder: 'Audit to open',
          matchOnDescription: true,
        });
  if (picked !== undefined) page.show(picked.file);
}

/** At most six questions; undefined gives up. */
async function askCall(
  { services, datasets }: AuditTools,
  target: AuditTarget,
): Promise<AuditCall | undefined> {
  const { path: subject } = subjectOf(target);
  const call: AuditCall = {
    ...{ subject, data: null, groups: [], cluster: null, positive: null },
    ...{ base: null, reference: null, suites: [], builtIn: null },
  };
  const titles = auditTitles(target);
  if (target.kind === 'dataset') {
    const source = await sourceOf(services, target.file);
    const groups = await askGroups(datasets, source, titles);
    if (groups === undefined) return undefined;
    const reference = await askReference(titles);
    return reference === undefined ? undefined : { ...call, groups, reference };
  }
  if (target.kind === 'model' && !target.isClassifier) {
    const suites = await askSuites(services, datasets, titles(), ofEncoder);
    if (suites === undefined) return undefined;
    requireQuestions(
      { ...suites, groups: [] },
      'Tick association tests, or choose a file of them.',
    );
    const base = await askBase(services, target, titles);
    return base === undefined ? undefined : { ...call, ...suites, base };
  }
  const data = await askData(services, target, titles);
  if (data === undefined) return undefined;
  const groups = await askGroups(datasets, data.source, titles);
  if (groups === undefined) return undefined;
  const cluster =
    groups.length === 0 ? null : await askCluster(datasets, data.source, groups, titles);
  if (cluster === undefined) return undefined;
  const positive = groups.length === 0 ? null : await askPositive(datasets, data.source, titles);
  if (positive === undefined) return undefined;
  const suites = await askSuites(services, datasets, titles(), ofClassifier);
  if (suites === undefined) return undefined;
  requireQuestions(
    { ...suites, groups },
    'Tick something to ask the model, or a column of groups where the rows have one.',
  );
  const base = await askBase(services, target, titles);
  if (base === undefined) return undefined;
  return {
    ...{ ...call, data: data.isOwn ? null : data.source, groups, cluster, positive },
    ...{ ...suites, base },
  };
}

/** @throws UserError before the work begins, where nothing was ticked */
function requireQuestions(
  { groups, suites, builtIn }: Pick<AuditCall, 'groups' | 'suites' | 'builtIn'>,
  next: string,
): void {
  if (groups.length + suites.length + (builtIn?.length ?? 0) > 0) return;
  throw new UserError('Nothing was ticked, so there is nothing to audit.', { next });
}

async function runAudit(
  { services, page }: AuditTools,
  target: AuditTarget,
  call: AuditCall,
): Promise<void> {
  const { path: subject, name } = subjectOf(target);
  const words = `Auditing ${name}`;
  services.log.info(`audit ${subject}`);
  const busy = (text: string | null): void => {
    if (target.kind === 'run') services.busy.set(subject, text);
  };
  busy('Auditing…');
  try {
    const output = await withProgress(words, (signal, report) =>
      runCli({
        programs: services.programs,
        parameters: auditArguments(call),
        cwd: target.kind === 'dataset' ? path.dirname(subject) : subject,
        signal,
        onProgress: ({ percent, words: phase }) => {
          report(percent, phase);
          busy(`Auditing: ${phase} ${percent} %`);
        },
      }),
    );
    const found = parseAudit(output);
    if (found === null)
      throw new Error(`finetune audit printed no report: ${output.slice(0, 200)}`);
    page.show(await storeAudit(services, found));
  } finally {
    busy(null);
    if (target.kind === 'run') services.runs.touch(subject);
  }
}

/** How a config reads the file, where one names it. */
async function sourceOf(services: Services, file: string): Promise<NonNullable<AuditCall['data']>> {
  const found = (await findDatasets(services.configs.all())).find(
    ({ source }) => source.path === file,
  );
  return found?.source ?? { path: file, format: null, header: null, columns: null };
}

async function pickDataset(services: Services): Promise<string | undefined> {
  const files = (await findDatasets(services.configs.all())).map(({ source }) => source.path);
  if (files.length === 0) {
    throw new UserError('There is no dataset in this workspace.', {
      next: 'Put a JSONL, JSON, CSV, TSV or Parquet file into it.',
    });
  }
  const chosen = await vscode.window.showQuickPick(
    files.map((file) => ({
      label: path.basename(file),
      description: folderOf(file),
      file,
    })),
    { placeHolder: 'Dataset to audit' },
  );
  return chosen?.file;
}

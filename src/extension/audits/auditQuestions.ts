import path from 'node:path';
import * as vscode from 'vscode';
import { countOf } from '../../protocol/formatNumber';
import type { DataSource } from '../../protocol/runConfig';
import { datasetFilters } from '../datasetFilters';
import type { DatasetReader } from '../datasets/datasetReader';
import { findDatasets } from '../datasets/findDatasets';
import { distinctNames } from '../runs/distinctNames';
import type { KnownRun } from '../runs/knownRun';
import { runConfigOf } from '../runs/runConfigOf';
import type { Services } from '../services';
import type { AuditTarget } from './auditTarget';
import { subjectOf } from './auditTarget';
import { clusterColumns } from './clusterColumns';
import { groupColumns, isAboutPeople } from './groupColumns';
import { originalOf } from './lineage';

/** The questions of an audit, each with what was found first; undefined gives up. */

/** Rows to audit on. `isOwn`: those that the run is evaluated on, which need not be named. */
export interface AuditData {
  readonly source: DataSource;
  readonly isOwn: boolean;
}

/** The data file, the run's own split first. */
export async function askData(
  services: Services,
  target: AuditTarget,
  titles: AuditTitles,
): Promise<AuditData | undefined> {
  const own = target.kind === 'run' ? await ownSplit(target.run.folder) : null;
  const files = (await findDatasets(services.configs.all())).filter(
    ({ source }) => source.path !== own?.source.path,
  );
  const browse = { label: '$(folder-opened) Choose a file…', answer: null };
  const picked = await vscode.window.showQuickPick(
    [
      ...(own === null
        ? []
        : [
            {
              label: path.basename(own.source.path),
              description: `${own.split} split of the run`,
              detail: vscode.workspace.asRelativePath(own.source.path),
              answer: { source: own.source, isOwn: true },
            },
          ]),
      ...files.map(({ source }) => ({
        label: path.basename(source.path),
        detail: vscode.workspace.asRelativePath(source.path),
        answer: { source, isOwn: false },
      })),
      browse,
    ],
    {
      title: titles(),
      placeHolder: 'Rows to audit on',
      matchOnDetail: true,
      ignoreFocusOut: true,
    },
  );
  if (picked === undefined) return undefined;
  if (picked.answer !== null) return picked.answer;
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: 'Rows to audit on',
      filters: datasetFilters,
    })) ?? [];
  if (chosen === undefined) return undefined;
  const source = { path: chosen.fsPath, format: null, header: null, columns: null };
  return { source, isOwn: false };
}

/** Columns that say whom a row is about; an empty answer audits by the words of the texts alone. */
export async function askGroups(
  datasets: DatasetReader,
  source: DataSource,
  titles: AuditTitles,
): Promise<readonly string[] | undefined> {
  // note: a file that cannot be read is the command line's to complain about, with its place.
  const facts = await datasets.read(source).catch(() => null);
  const columns = facts === null ? [] : groupColumns(facts);
  if (columns.length === 0) return [];
  const picked = await vscode.window.showQuickPick(
    columns.map(({ name, distinct, filled }) => ({
      label: name,
      description: `${countOf(distinct ?? 0, 'group')}, ${countOf(filled, 'row')}`,
      picked: isAboutPeople(name),
    })),
    {
      title: titles(),
      placeHolder: 'Columns that say whom a row is about (none: by the words of the texts alone)',
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  return picked?.map(({ label }) => label);
}

/** Which rows are alike since one author or document is behind them, where a column is called so; null: none, or not asked. */
export async function askCluster(
  datasets: DatasetReader,
  source: DataSource,
  groups: readonly string[],
  titles: AuditTitles,
): Promise<string | null | undefined> {
  const facts = await datasets.read(source).catch(() => null);
  const columns = clusterColumns(facts?.columns ?? [], groups);
  if (columns.length === 0) return null;
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'None', description: 'rows of different texts are independent', answer: null },
      ...columns.map(({ name, distinct, filled }) => ({
        label: name,
        description: `${distinct === null ? 'many values' : countOf(distinct, 'value')}, ${countOf(filled, 'row')}`,
        answer: name,
      })),
    ],
    {
      title: titles(),
      placeHolder: 'Do rows of one value depend on each other, such as those of one author?',
      ignoreFocusOut: true,
    },
  );
  return picked?.answer;
}

/** Of more than two labels: which one groups are compared for; null: each against the rest. */
export async function askPositive(
  datasets: DatasetReader,
  source: DataSource,
  titles: AuditTitles,
): Promise<string | null | undefined> {
  const labels = (await datasets.read(source).catch(() => null))?.labels ?? [];
  if (labels.length < 3) return null;
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'Each label', description: 'against the rest', answer: null },
      ...labels.map(({ label, count }) => ({
        label,
        description: countOf(count, 'row'),
        answer: label,
      })),
    ],
    {
      title: titles(),
      placeHolder: 'Which label do groups get more or less often?',
      ignoreFocusOut: true,
    },
  );
  return picked?.answer;
}

/** What to compare with; null: nothing. */
export async function askBase(
  services: Services,
  target: AuditTarget,
  titles: AuditTitles,
): Promise<string | null | undefined> {
  const runs = basesOf(services, target);
  if (runs.length === 0) return null;
  const original =
    target.kind === 'run' ? await originalOf(target.run, services.runs.known()) : null;
  const names = distinctNames(services.runs.known());
  const itemOf = ({ folder, record }: KnownRun, description?: string) => ({
    label: names.get(folder) ?? record.name,
    detail: path.basename(folder),
    answer: folder,
    ...(description === undefined ? {} : { description }),
  });
  const nothing = { label: 'Nothing', description: 'this model alone', answer: null };
  const picked = await vscode.window.showQuickPick(
    [
      ...(original === null
        ? []
        : [itemOf(original, 'trained alike, but for what acts against bias')]),
      nothing,
      ...runs.filter((run) => run !== original).map((run) => itemOf(run)),
    ],
    {
      title: titles(),
      placeHolder: 'Compare with: did training make it worse?',
      matchOnDetail: true,
      ignoreFocusOut: true,
    },
  );
  return picked?.answer;
}

/** What `evaluate` would take: the test split, else the validation split. */
async function ownSplit(
  run: string,
): Promise<{ readonly source: DataSource; readonly split: string } | null> {
  const data = (await runConfigOf(run))?.data;
  if (data === undefined) return null;
  if (data.test !== null) return { source: data.test, split: 'test' };
  if (data.validation !== null) return { source: data.validation, split: 'validation' };
  return null;
}

/** Runs with a model that the audit can be compared with. */
function basesOf({ runs }: Services, target: AuditTarget): KnownRun[] {
  const { path: subject } = subjectOf(target);
  return runs.known().filter(({ folder, hasModel }) => hasModel && folder !== subject);
}

/** What stands above a question; called once for each that is really asked. */
export type AuditTitles = () => string;

/** `Audit emotions, question 2`. note: how many follow depends on the answers and on what the rows have. */
export function auditTitles(target: AuditTarget): AuditTitles {
  const { name } = subjectOf(target);
  let step = 0;
  return () => {
    step += 1;
    return `Audit ${name}, question ${step}`;
  };
}

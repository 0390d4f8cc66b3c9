import path from 'node:path';
import * as vscode from 'vscode';
import { formatPercent } from '../../protocol/formatNumber';
import { hasLines } from '../../protocol/hasLines';
import { commandId } from '../contributions';
import type { DatasetFacts } from '../datasets/datasetFacts';
import { datasetDescription } from '../datasets/datasetText';
import type { DatasetFile } from '../datasets/findDatasets';
import type { FileFindings } from '../lint/lintMessages';
import { isDataFile } from '../lint/openDatasets';
import { readSetting } from '../settings';
import { problemSuffix, rowCount } from './datasetProblems';
import { uncheckedSuffix } from './uncheckedSuffix';

/** A dataset as the Datasets view knows it. */
export interface DatasetNode {
  readonly type: 'dataset';
  readonly file: DatasetFile;
  facts: DatasetFacts | null;
  /** Why there are no facts; null while they are being read. */
  failure: string | null;
}

/** Its row in the view. @param where folder that tells it from others of its name */
export function datasetItem(
  { file, facts, failure }: DatasetNode,
  where: string | null,
  found: FileFindings | null,
  progress: number | null,
): vscode.TreeItem {
  const { path: name } = file.source;
  const uri = vscode.Uri.file(name);
  const item = new vscode.TreeItem(path.basename(name), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = name;
  const unread = found === null ? (failure ?? 'Counting rows…') : rowCount(found.rows);
  const known = facts === null ? unread : datasetDescription(facts);
  const checking = progress === null ? '' : ` · checking ${formatPercent(progress)}`;
  const isCheckable = isDataFile(uri.path) && readSetting('lint.enabled', uri);
  const state = { isCheckable, isChecked: found !== null, isUnderWay: progress !== null };
  const unchecked = facts === null ? '' : uncheckedSuffix({ ...state, isNamed: file.isNamed });
  const text = known + problemSuffix(found) + unchecked + checking;
  // Files of several folders often bear the same names.
  const isOneOfSeveral = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const owner = isOneOfSeveral ? vscode.workspace.getWorkspaceFolder(uri)?.name : undefined;
  item.description = [owner, where, text].filter((each) => typeof each === 'string').join(' · ');
  const how = file.isNamed || found !== null ? '' : `\n${uncheckedWords(isCheckable)}`;
  item.tooltip = `${vscode.workspace.asRelativePath(uri)}\n${text}${how}`.trimEnd();
  item.iconPath =
    failure !== null && facts === null
      ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'))
      : new vscode.ThemeIcon(file.isNamed ? 'database' : 'table');
  item.resourceUri = uri;
  item.contextValue = 'dataset';
  // Parquet is no text to look at.
  const opening = hasLines(name) ? 'vscode.open' : commandId('openDataset');
  item.command = { command: opening, title: 'Open', arguments: [uri] };
  return item;
}

/** When a file that no run config names is checked; empty: it never is. */
function uncheckedWords(isCheckable: boolean): string {
  if (!isCheckable) return '';
  return 'No run config names it: it is checked while it is open and by Check this dataset, from then on whenever it changes.';
}

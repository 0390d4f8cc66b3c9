import * as vscode from 'vscode';
import type { DataSource } from '../../protocol/runConfig';
import { formatCount } from '../../protocol/formatNumber';
import type { ConfigFile } from '../configFiles';
import { readSetting } from '../settings';
import { isSettingsFile } from './isSettingsFile';
import { namedSources } from './namedSources';

/** A data file of the workspace and how to read it. */
export interface DatasetFile {
  readonly source: DataSource;
  /** Whether a run config names it. */
  readonly isNamed: boolean;
}

const pattern = '**/*.{jsonl,ndjson,csv,tsv,parquet,json}';
/** Data files of one workspace folder that are looked at. */
const mostFiles = 2_000;
/** The data files of a workspace. */
export interface FoundDatasets {
  /** Those that run configs name, in their order, then the others by path. */
  readonly files: readonly DatasetFile[];
  /** What is to be known of files that were left out; null: none was. */
  readonly note: string | null;
}

export async function findDatasets(
  configs: readonly ConfigFile[],
): Promise<readonly DatasetFile[]> {
  return (await searchDatasets(configs)).files;
}

export async function searchDatasets(configs: readonly ConfigFile[]): Promise<FoundDatasets> {
  const files = new Map<string, DatasetFile>();
  for (const source of namedSources(configs)) files.set(source.path, { source, isNamed: true });
  const found: string[] = [];
  const full: string[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    if (folder.uri.scheme !== 'file') continue;
    const excluded = readSetting('datasets.exclude', folder.uri);
    const uris = await vscode.workspace.findFiles(
      new vscode.RelativePattern(folder, pattern),
      excluded.length === 0 ? undefined : `{${excluded.join(',')}}`,
      mostFiles,
    );
    if (uris.length === mostFiles) full.push(folder.name);
    found.push(...uris.filter(({ path }) => !isSettingsFile(path)).map(({ fsPath }) => fsPath));
  }
  for (const path of found.sort()) {
    if (files.has(path)) continue;
    const source = { path, format: null, header: null, columns: null };
    files.set(path, { source, isNamed: false });
  }
  return { files: [...files.values()], note: noteOf(full) };
}

function noteOf(folders: readonly string[]): string | null {
  if (folders.length === 0) return null;
  const names = folders.map((name) => `"${name}"`).join(', ');
  return `Of ${names} the first ${formatCount(mostFiles)} data files are looked at. Leave folders out with finetune.datasets.exclude, or open a smaller one.`;
}

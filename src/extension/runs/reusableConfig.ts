import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { diffRunConfigs } from '../../config/printRunConfig';
import { UserError } from '../../protocol/errors';
import { ifThere } from '../../protocol/ifThere';
import type { RunConfig } from '../../protocol/runConfig';
import { configTextOf } from './configTextOf';
import type { KnownRun } from './knownRun';
import { runConfigOf } from './runConfigOf';

/** A config that trains as a run was trained, and the folder its paths are relative to. */
export interface ReusableConfig {
  readonly folder: string;
  readonly text: string;
}

/** @throws UserError when the run's config cannot be read */
export async function reusableConfig(run: KnownRun): Promise<ReusableConfig> {
  const config = await runConfigOf(run.folder);
  if (config === null) {
    throw new UserError(`The config of ${run.record.name} cannot be read.`, {
      next: 'Start from another run, or make a new run config.',
    });
  }
  const folder = await folderFor(run);
  const text = (await sameText(run, config, folder)) ?? configTextOf(config, run.record, folder);
  return { folder, text };
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

/** The file's own text, comments and all, when it still says what the run used. */
async function sameText(run: KnownRun, config: RunConfig, folder: string): Promise<string | null> {
  const { configFile } = run.record;
  if (configFile === null || path.dirname(configFile) !== folder) return null;
  const text = await ifThere(configFile, readFile(configFile, 'utf8'));
  if (text === null) return null;
  const { parseRunConfig } = await import('../../config/parseRunConfig');
  const written = parseRunConfig(text, configFile).config;
  return written !== null && diffRunConfigs(written, config).length === 0 ? text : null;
}

async function folderFor({ record, folder }: KnownRun): Promise<string> {
  const { configFile } = record;
  if (configFile !== null && (await exists(path.dirname(configFile)))) {
    return path.dirname(configFile);
  }
  const owner = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder));
  return (owner ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath ?? path.dirname(folder);
}

import * as vscode from 'vscode';

/** The data file that a menu was opened on: a resource of the Explorer or a row of the Datasets view. */
export function dataFileOf(value: unknown): string | null {
  if (value instanceof vscode.Uri) return value.fsPath;
  if (typeof value !== 'object' || value === null || !('file' in value)) return null;
  const { file } = value;
  if (typeof file !== 'object' || file === null || !('source' in file)) return null;
  const { source } = file;
  return typeof source === 'object' &&
    source !== null &&
    'path' in source &&
    typeof source.path === 'string'
    ? source.path
    : null;
}

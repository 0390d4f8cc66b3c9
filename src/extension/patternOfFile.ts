import path from 'node:path';
import * as vscode from 'vscode';
import { globOfName } from './globOfName';

/** What a watcher of one file is given. */
export function patternOfFile(file: string): vscode.RelativePattern {
  return new vscode.RelativePattern(path.dirname(file), globOfName(path.basename(file)));
}

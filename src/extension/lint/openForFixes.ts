import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { withProgress } from '../commands/withProgress';
import { UserError } from '../../protocol/errors';
import { formatBytes } from '../../protocol/formatNumber';
import { largestSynchronised } from '../largestSynchronised';
import type { LintFeature } from './lintFeature';

/** What takes no longer is not worth a word. */
const silentMs = 700;

/**
 * Opens a file, without showing it, so that its fixes are known and can be applied. @throws UserError when the editor does
 * not let extensions change it
 */
export async function openForFixes(lint: LintFeature, file: string): Promise<vscode.TextDocument> {
  const name = path.basename(file);
  const { size } = await stat(file);
  if (size > largestSynchronised) {
    throw new UserError(`${name} is too large to be changed here (${formatBytes(size)}).`, {
      next: 'Fix all problems of the rule in a copy.',
    });
  }
  await lint.askFor(file);
  const document = await vscode.workspace.openTextDocument(file);
  try {
    await lint.untilLookedAt(file, AbortSignal.timeout(silentMs));
  } catch {
    await withProgress(`Looking through ${name}`, (signal) => lint.untilLookedAt(file, signal));
  }
  return document;
}

import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../protocol/errors';
import { isAbsent } from '../../protocol/ifThere';
import { patternOfFile } from '../patternOfFile';

/** A file that is written anew as a whole is gone for a moment. */
const goneMs = 500;

/**
 * Work on a file that ends when the file is deleted: what was opened before could be read to its end, and nobody wants to know.
 * @throws UserError when it was deleted; the signal's reason
 */
export async function whileThere<T>(
  file: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const gone = new AbortController();
  const look = async (): Promise<void> => {
    try {
      await stat(file);
    } catch (error) {
      if (!isAbsent(error)) return;
      const name = path.basename(file);
      gone.abort(new UserError(`${name} was deleted while it was checked.`));
    }
  };
  const watcher = vscode.workspace.createFileSystemWatcher(patternOfFile(file), true, true, false);
  watcher.onDidDelete(() => setTimeout(() => void look(), goneMs));
  try {
    return await work(AbortSignal.any([signal, gone.signal]));
  } catch (error) {
    // note: whoever opens the file may see before the watcher does that it is gone.
    if (!signal.aborted && !gone.signal.aborted) await look();
    throw gone.signal.aborted ? gone.signal.reason : error;
  } finally {
    watcher.dispose();
  }
}

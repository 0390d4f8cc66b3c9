import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { UserError, printPlace } from '../protocol/errors';
import type { Place } from '../protocol/errors';
import { hasLines } from '../protocol/hasLines';
import { commandId } from './contributions';
import { largestSynchronised } from './largestSynchronised';
import { parsePlace } from './placeText';

/** A button that mends what went wrong. */
export interface NextAction {
  readonly title: string;
  run(): unknown;
}

/**
 * Tells the user what went wrong and offers the next action as buttons; internal errors go to the log
 * with their stack. A cancelled operation says nothing.
 */
export async function showFailure(
  log: vscode.LogOutputChannel,
  error: unknown,
  actions: readonly NextAction[] = [],
): Promise<void> {
  if (isAbort(error)) return;
  const isUserError = error instanceof UserError;
  const offered = [...actions];
  let message: string;
  if (isUserError) {
    // note: what another process reports has its place in front of the message.
    const parsed = parsePlace(error.message);
    const place = error.place ?? parsed.place;
    const text = error.place === undefined ? parsed.rest : error.message;
    message = error.next === undefined ? text : `${text} ${error.next}`;
    log.warn(place === null ? message : `${printPlace(place)}: ${message}`);
    if (place !== null) offered.unshift(openAction(place));
  } else {
    log.error(error instanceof Error ? error : String(error));
    message = `Fine-Tune ran into an internal error: ${error instanceof Error ? error.message : String(error)}`;
    offered.push({ title: 'Show output', run: () => log.show() });
  }
  const picked = await vscode.window.showErrorMessage(
    message.slice(0, 600),
    ...offered.map(({ title }) => title),
  );
  await offered.find(({ title }) => title === picked)?.run();
}

/** Opens a file at its line, counted from 1; a data file that has none as a dataset. */
export async function openPlace({ file, line, column }: Place): Promise<void> {
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), Math.max(0, (column ?? 1) - 1));
  const options = { selection: new vscode.Range(at, at) };
  const uri = vscode.Uri.file(file);
  const { size } = await stat(file).catch(() => {
    throw new UserError(`${path.basename(file)} is not there any more.`, {
      place: { file },
      next: 'Look where it was moved, or bring it back.',
    });
  });
  // note: the editor refuses what is no text with an error of its own.
  if (!hasLines(file)) {
    await vscode.commands.executeCommand(commandId('openDataset'), uri);
    return;
  }
  // note: extensions get no document of a file this large, but the editor shows it.
  if (size > largestSynchronised) await vscode.commands.executeCommand('vscode.open', uri, options);
  else await vscode.window.showTextDocument(uri, options);
}

function openAction(place: Place): NextAction {
  const line = place.line === undefined ? '' : `:${place.line}`;
  return { title: `Open ${path.basename(place.file)}${line}`, run: () => openPlace(place) };
}

function isAbort(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('name' in error)) return false;
  return error.name === 'AbortError' || error.name === 'Canceled';
}

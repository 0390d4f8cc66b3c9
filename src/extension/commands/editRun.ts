import * as vscode from 'vscode';
import { noteRun as writeNote, renameRun as writeName } from '../../runs/changeRun';
import type { Services } from '../services';
import { anyRun } from './targets';

/** Gives a run another name; its folder keeps the one it was made with. */
export async function renameRun(services: Services, parameters: readonly unknown[]): Promise<void> {
  const run = await anyRun(services, parameters, 'Run to rename');
  if (run === undefined) return;
  const name = await vscode.window.showInputBox({
    title: 'Rename run',
    value: run.record.name,
    validateInput: (text) => (text.trim() === '' ? 'A run needs a name.' : null),
  });
  if (name === undefined) return;
  await writeName(run.folder, name.trim());
  services.runs.touch(run.folder);
}

/** Writes the note of a run; an empty text removes it. */
export async function noteRun(services: Services, parameters: readonly unknown[]): Promise<void> {
  const run = await anyRun(services, parameters, 'Run to note something on');
  if (run === undefined) return;
  const note = await vscode.window.showInputBox({
    title: `Note on ${run.record.name}`,
    value: run.record.note ?? '',
    placeHolder: 'What this run was about',
  });
  if (note === undefined) return;
  await writeNote(run.folder, note);
  services.runs.touch(run.folder);
}

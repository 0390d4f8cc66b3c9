import { rmSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../protocol/errors';
import { liveStates } from '../protocol/run';
import { readRun } from './listRuns';
import { checkpointFolder, listCheckpoints, runPaths } from './runFolder';
import { lockFile, readHolder } from './runLock';
import { readAbout, readRecord, writeRecord, type About } from './runRecord';
import { writeFileAtomically } from './writeAtomically';
import { tokenCacheFiles, type RunPart } from './diskUsage';

/** Gives a run another name in every view; its folder keeps the one it was made with. */
export async function renameRun(folder: string, name: string): Promise<void> {
  const trimmed = name.trim();
  if (trimmed === '')
    throw new UserError('A run needs a name.', { next: 'Type at least one letter.' });
  await changeAbout(folder, { name: trimmed });
}

/** Writes or, with an empty text, removes the note of a run. */
export async function noteRun(folder: string, note: string): Promise<void> {
  await changeAbout(folder, { note: note.trim() === '' ? null : note.trim() });
}

/**
 * Deletes a run with everything in it.
 * @throws UserError while a trainer has it
 */
export async function deleteRun(folder: string): Promise<void> {
  await withoutTrainer(folder, 'deleted', () => {
    rmSync(folder, { recursive: true, force: true });
  });
}

/**
 * Deletes chosen parts of a run. `checkpoints` goes with the possibility to resume; `optimizer` too, but keeps
 * the weights of every checkpoint.
 * @throws UserError while a trainer has the run
 */
export async function removeParts(folder: string, parts: readonly RunPart[]): Promise<void> {
  await withoutTrainer(folder, 'cleaned up', () => {
    for (const part of parts) removePart(folder, part);
  });
}

function removePart(folder: string, part: RunPart): void {
  const paths = runPaths(folder);
  switch (part) {
    case 'checkpoints':
    case 'model':
    case 'reports':
      rmSync(paths[part], { recursive: true, force: true });
      break;
    case 'optimizer':
      for (const step of listCheckpoints(folder))
        rmSync(path.join(checkpointFolder(folder, step), 'optimizer.safetensors'), { force: true });
      break;
    case 'cache':
      for (const file of tokenCacheFiles(folder)) rmSync(file, { force: true });
      break;
  }
}

async function changeAbout(folder: string, change: About): Promise<void> {
  const about = { ...readAbout(folder), ...change };
  writeFileAtomically(runPaths(folder).about, `${JSON.stringify(about, null, 2)}\n`);
  // A live trainer writes the record itself and takes name and note from the file above.
  const run = await readRun(folder);
  if (run.type === 'run' && !liveStates.includes(run.record.state))
    writeRecord(folder, readRecord(folder));
}

async function withoutTrainer(folder: string, done: string, change: () => void): Promise<void> {
  const lock = await lockFile(runPaths(folder).lock);
  if (lock === null) {
    const holder = readHolder(folder);
    throw new UserError(
      `The run ${path.basename(folder)} is still training${holder === null ? '' : ` (process ${holder.pid})`} and cannot be ${done}.`,
      { next: 'Stop it first.' },
    );
  }
  try {
    // note: Windows deletes no open file; the lock's file is the last thing to go there.
    if (process.platform === 'win32') lock.release();
    change();
  } finally {
    lock.release();
  }
}

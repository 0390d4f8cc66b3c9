import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { syncFolder, writeFileAtomically } from '../../runs/writeAtomically';
import { mayBeOf } from './ownFiles';

/**
 * All files of an output appear together. They are written into a folder beside it; a journal there says which they are;
 * then each is renamed, the manifest last. Whoever finds a journal of a process that is gone finishes what it began, and
 * takes away folders without one: so a kill leaves either the old files or, after the next run began, the new ones.
 */
const journalName = 'commit.json';

const journalShape = z.object({ names: z.array(z.string()), remove: z.array(z.string()) });

type Journal = z.output<typeof journalShape>;

/** A new folder for the files of one run, beside the output and named after this process. */
export function openWorkFolder(output: string): string {
  const folder = path.join(path.dirname(output), `.${path.basename(output)}.${process.pid}.tmp`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return folder;
}

/** Moves the files into place, in this order, and removes what is not wanted any more. */
export function commit(workFolder: string, journal: Journal): void {
  writeFileAtomically(path.join(workFolder, journalName), JSON.stringify(journal));
  finish(workFolder, journal);
}

/** Finishes what killed runs began and removes what they left. */
export function cleanUpAfterKilled(output: string): void {
  const folder = path.dirname(output);
  const pattern = /^\.(.+)\.(\d+)\.tmp$/;
  for (const name of readdirSync(folder)) {
    const [, base, pid] = pattern.exec(name) ?? [];
    if (base !== path.basename(output) || isAlive(Number(pid))) continue;
    const left = path.join(folder, name);
    const journal = readJournal(path.join(left, journalName), output);
    if (journal === null) rmSync(left, { recursive: true, force: true });
    else finish(left, journal);
  }
}

function finish(workFolder: string, { names, remove }: Journal): void {
  const folder = path.dirname(workFolder);
  for (const name of names) {
    const from = path.join(workFolder, name);
    if (existsSync(from)) renameSync(from, path.join(folder, name));
  }
  for (const name of remove) rmSync(path.join(folder, name), { force: true });
  syncFolder(folder);
  rmSync(workFolder, { recursive: true, force: true });
}

/** note: the folder may have come with somebody's files: a journal moves and removes outputs of this recipe alone. */
function readJournal(file: string, output: string): Journal | null {
  try {
    const journal = journalShape.parse(JSON.parse(readFileSync(file, 'utf8')));
    const isOwn = [...journal.names, ...journal.remove].every((name) => mayBeOf(output, name));
    return isOwn ? journal : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

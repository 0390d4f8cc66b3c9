import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/errors';

/** Where so many are taken, it is not for others that stand there: no folder can stand there at all. */
const mostTried = 1_000;

/** The folder itself when it is free or empty, else with a number. @throws UserError where none can be, such as below a file */
export async function freeFolder(wanted: string): Promise<string> {
  for (let count = 1; count <= mostTried; count += 1) {
    const folder = count === 1 ? wanted : `${wanted}-${count}`;
    // note: a file there, or a folder that may not be listed, is not free.
    const names = await readdir(folder).catch((error: unknown) =>
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : null,
    );
    if (names?.length === 0) return folder;
  }
  throw new UserError(`No new folder can be put into ${path.dirname(wanted)}.`, {
    next: 'Pick a folder you can write to.',
  });
}

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { suppressionsFile, type FileSuppression } from '../../data/lint/suppressedFindings';
import { findSuppressions, nameIn, type FoundSuppressions } from '../../data/lint/suppressions';
import { printPlace, UserError } from '../../protocol/errors';
import { lockFile } from '../../runs/runLock';
import { privateFolder } from '../../runs/socketAddress';
import { syncFolder, writeFileAtomically } from '../../runs/writeAtomically';

/**
 * Adds a suppression for a data file, or gives an existing one its reason, in the list that speaks for the file; where there is
 * none, in a new one below `home`. The list is complete at every moment, and durable; what another window adds at the same
 * time is kept.
 * @throws UserError when what is there makes no sense: it is left alone then
 */
export async function addSuppression(
  dataFile: string,
  home: string,
  added: FileSuppression,
): Promise<void> {
  const lock = await lockLists();
  try {
    writeList(dataFile, home, added);
  } finally {
    lock?.release();
  }
}

/** One lock for all lists of this user: each is held for milliseconds. Null: the machine has no place for it. */
async function lockLists(): ReturnType<typeof lockFile> {
  const folder = privateFolder();
  if (folder === null) return null;
  const lock = await lockFile(path.join(folder, 'lint.lock'));
  if (lock !== null) return lock;
  throw new UserError('Another window is writing a list of suppressions.', {
    next: 'Suppress the problem again.',
  });
}

function writeList(dataFile: string, home: string, added: FileSuppression): void {
  const found = listFor(dataFile);
  const folder = found?.folder ?? home;
  const file = nameIn(folder, dataFile);
  const { rule, row, reason } = added;
  const others = (found?.all ?? []).filter(
    (each) => each.file !== file || each.rule !== rule || each.row !== row,
  );
  const suppressions = [...others, { file, rule, row, reason }].map(({ row: hash, ...each }) =>
    hash === null ? each : { ...each, row: hash },
  );
  const target = path.join(folder, suppressionsFile);
  if (mkdirSync(path.dirname(target), { recursive: true }) !== undefined) syncFolder(folder);
  writeFileAtomically(target, `${JSON.stringify({ version: 1, suppressions }, null, 2)}\n`);
}

/** A list that makes no sense is far from the row that somebody looks at: the message has to say what it speaks of. */
function listFor(dataFile: string): FoundSuppressions | null {
  try {
    return findSuppressions(dataFile);
  } catch (error) {
    if (!(error instanceof UserError) || error.place === undefined) throw error;
    const { place, next = '' } = error;
    const where = printPlace({ ...place, file: suppressionsFile });
    throw new UserError(`Nothing was suppressed: ${where} has a mistake. ${error.message}`, {
      place,
      next,
    });
  }
}

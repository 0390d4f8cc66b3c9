import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { checkpointFolder, listCheckpoints, runPaths } from '../../runs/runFolder';
import { commitFolder, discardFolder, tidyFolder, requireSpace } from './durable';
import { findDamage, writeManifest } from './manifest';

export interface Checkpoint {
  readonly step: number;
  readonly folder: string;
}

/** All that carry a checkpoint's name, the oldest first. */
function namedCheckpoints(runFolder: string): Checkpoint[] {
  return listCheckpoints(runFolder).map((step) => ({
    step,
    folder: checkpointFolder(runFolder, step),
  }));
}

export interface CommitRequest {
  readonly runFolder: string;
  readonly step: number;
  /** What `write` will need, asked of the disk first. */
  readonly bytes: number;
  /** Puts the files into an empty folder. */
  readonly write: (folder: string) => Promise<void>;
}

/**
 * Writes a checkpoint, complete or not at all.
 * @throws UserError when the disk has no room; earlier checkpoints stay.
 */
export async function commitCheckpoint(request: CommitRequest): Promise<Checkpoint> {
  const { runFolder, step, bytes, write } = request;
  const parent = runPaths(runFolder).checkpoints;
  await mkdir(parent, { recursive: true });
  await requireSpace(parent, bytes);
  const folder = checkpointFolder(runFolder, step);
  await commitFolder(folder, async (temporary) => {
    await mkdir(temporary);
    await write(temporary);
    await writeManifest(temporary);
  });
  return { step, folder };
}

/** Removes all but the newest `keep` and the best; call it after a newer one is committed. */
export async function retainCheckpoints(
  runFolder: string,
  keep: number,
  bestStep: number | null,
): Promise<void> {
  const checkpoints = namedCheckpoints(runFolder);
  const newest = new Set(checkpoints.slice(-keep).map(({ step }) => step));
  for (const { step, folder } of checkpoints) {
    if (!newest.has(step) && step !== bestStep) await discardFolder(folder);
  }
}

/**
 * The newest checkpoint that is whole. Tells `skipped` why it passed over others; null when none is left.
 * Puts right what a killed process left behind.
 */
export async function newestCheckpoint(
  runFolder: string,
  skipped: (reason: string) => void,
): Promise<Checkpoint | null> {
  await tidyFolder(runPaths(runFolder).checkpoints);
  for (const checkpoint of namedCheckpoints(runFolder).reverse()) {
    const damage = await findDamage(checkpoint.folder);
    if (damage === null) return checkpoint;
    skipped(`${path.basename(checkpoint.folder)} is skipped: ${damage}.`);
  }
  return null;
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Stands inside the checkpoint, so that a copied or moved one can still be checked. */
export const manifestName = 'manifest.json';

interface Manifest {
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/** Lists every file of a folder with its size and hash; written last. */
export async function writeManifest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== manifestName).sort();
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const name of names) {
    const file = path.join(folder, name);
    files[name] = { bytes: (await stat(file)).size, sha256: await hashFile(file) };
  }
  await writeFile(path.join(folder, manifestName), `${JSON.stringify({ files }, null, 1)}\n`);
}

/** Why a folder is not what its manifest says; null when it is. */
export async function findDamage(folder: string): Promise<string | null> {
  const manifest = await readManifest(folder);
  if (manifest === null) return `${manifestName} is missing or torn`;
  for (const [name, { bytes, sha256 }] of Object.entries(manifest.files)) {
    const file = path.join(folder, path.basename(name));
    const size = await stat(file).then(
      (found) => found.size,
      () => null,
    );
    if (size === null) return `${name} is missing`;
    if (size !== bytes) return `${name} has ${size} bytes instead of ${bytes}`;
    if ((await hashFile(file)) !== sha256) return `${name} was changed`;
  }
  return null;
}

async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    const parsed: unknown = JSON.parse(await readFile(path.join(folder, manifestName), 'utf8'));
    return isManifest(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== 'object' || value === null || !('files' in value)) return false;
  const { files } = value;
  return (
    typeof files === 'object' &&
    files !== null &&
    Object.keys(files).length > 0 &&
    Object.values(files).every(
      (entry: unknown) =>
        typeof entry === 'object' &&
        entry !== null &&
        'bytes' in entry &&
        typeof entry.bytes === 'number' &&
        'sha256' in entry &&
        typeof entry.sha256 === 'string',
    )
  );
}

/** SHA-256 of a file, hexadecimal; constant memory. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

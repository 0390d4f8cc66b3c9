import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { diskError } from '../../runs/diskError';
import type { Step } from '../definition';
import type { StepCount } from '../runSteps';
import type { OutputPart } from './outputParts';

/** What a recipe did: `clean.manifest.json` beside `clean.jsonl`. It holds no time and no absolute path, so that the same
 * recipe on the same rows gives the same bytes everywhere. */
export interface Manifest {
  readonly recipe: {
    /** Relative to the manifest, as all paths here. */
    readonly path: string;
    readonly seed: number;
    readonly steps: readonly Step[];
  };
  /** Of finetune. */
  readonly toolVersion: string;
  /** The only input; where there are several, `inputs` has them in their order. */
  readonly input?: ManifestInput;
  readonly inputs?: readonly ManifestInput[];
  readonly outputs: readonly {
    readonly path: string;
    readonly part: string | null;
    readonly sha256: string;
    readonly rows: number;
    /** Numbers that JSON has no form for (NaN, infinities), written as null. */
    readonly nulls?: number;
  }[];
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly steps: readonly StepCount[];
}

export interface ManifestInput {
  readonly path: string;
  readonly sha256: string;
  readonly rows: number;
}

export function manifestFile(output: string): string {
  const { dir, name } = path.parse(output);
  return path.join(dir, `${name}.manifest.json`);
}

export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** A path as a manifest in this folder writes it. */
export function relativePath(folder: string, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}

export function manifestOutputs(parts: readonly OutputPart[]): Manifest['outputs'] {
  return parts.map(({ name, ...written }) => ({ path: name, ...written }));
}

const knownParts = z.object({
  recipe: z.object({ path: z.string() }),
  outputs: z.array(z.object({ path: z.string(), sha256: z.string() })),
});

/** What an earlier run left: whose it is, and its files with their hashes. Null when there is no such file. */
export type EarlierManifest = z.output<typeof knownParts> | 'unreadable' | null;

export function readManifest(file: string): EarlierManifest {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // note: of a name that no file can have there is nothing to overwrite; the disk's own words say what is wrong.
    if (code === 'ENAMETOOLONG') throw diskError(error) ?? error;
    return code === 'ENOENT' ? null : 'unreadable';
  }
  try {
    return knownParts.parse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
}

import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from '../../runs/writeAtomically';

/** Token ids of a split, without labels and places. */
export interface TokenIds {
  readonly tokenIds: Int32Array;
  /** One more than there are rows. */
  readonly offsets: Int32Array;
}

/** Everything token ids depend on. */
export interface CacheKey {
  readonly dataHash: string;
  readonly tokenizerHash: string;
  readonly maxLength: number;
  /** Which rows of the file, in which order, and which field: a split is part of a file. */
  readonly selection: string;
}

/** Written in front, so that another format or a torn file is never taken for token ids. */
const magic = 0x46545431;
const headerInts = 4;
/** Splits kept; the ones used longest ago go first. */
const mostFiles = 20;

/** Where the cache of runs in `output` (`.finetune/runs`) stands: `.finetune/cache`. */
export const cacheFolder = (output: string): string => path.join(path.dirname(output), 'cache');

/**
 * Token ids from the cache, else computed and kept there. A cache that cannot be read or written is only slower:
 * `ignored` is told why.
 */
export async function cachedTokens(
  folder: string,
  key: CacheKey,
  compute: () => Promise<TokenIds>,
  ignored: (reason: string) => void,
): Promise<TokenIds & { readonly fromCache: boolean }> {
  const name = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32);
  const file = path.join(folder, `${name}.tokens`);
  const found = decode(await readFile(file).catch(() => Buffer.alloc(0)));
  if (found !== null) return { ...found, fromCache: true };
  const tokens = await compute();
  try {
    await mkdir(folder, { recursive: true });
    writeFileAtomically(file, encode(tokens));
    await removeOldest(folder);
  } catch (error) {
    ignored(`Token ids are not kept for the next run: ${(error as Error).message}`);
  }
  return { ...tokens, fromCache: false };
}

function encode({ tokenIds, offsets }: TokenIds): Uint8Array {
  const ints = new Int32Array(headerInts + offsets.length + tokenIds.length);
  ints.set(offsets, headerInts);
  ints.set(tokenIds, headerInts + offsets.length);
  ints.set([magic, offsets.length, tokenIds.length, checksum(ints.subarray(headerInts))]);
  return new Uint8Array(ints.buffer);
}

function decode(bytes: Buffer): TokenIds | null {
  if (bytes.length < headerInts * 4 || bytes.length % 4 !== 0) return null;
  const ints = new Int32Array(new Uint8Array(bytes).buffer);
  const [first, rows = 0, tokens = 0, sum] = ints;
  if (first !== magic || ints.length !== headerInts + rows + tokens) return null;
  if (checksum(ints.subarray(headerInts)) !== sum) return null;
  const offsets = ints.subarray(headerInts, headerInts + rows);
  return { offsets, tokenIds: ints.subarray(headerInts + rows) };
}

/** FNV-1a over whole numbers. */
function checksum(ints: Int32Array): number {
  let hash = 0x811c9dc5;
  for (const value of ints) hash = Math.imul(hash ^ value, 0x01000193);
  return hash | 0;
}

async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.tokens'));
  const files = await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name);
      return { file, usedAt: (await stat(file)).atimeMs };
    }),
  );
  const oldest = files.sort((a, b) => b.usedAt - a.usedAt).slice(mostFiles);
  await Promise.all(oldest.map(({ file }) => rm(file, { force: true })));
}

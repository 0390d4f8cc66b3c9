import { createHash } from 'node:crypto';
import { readBytes } from './readers/openFile';
import type { ReadOptions } from './readers/row';

/** SHA-256 of a file, hexadecimal, read chunk by chunk. @throws UserError when it cannot be opened. */
export async function hashFile(path: string, options: ReadOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of readBytes(path, options)) hash.update(chunk);
  return hash.digest('hex');
}
